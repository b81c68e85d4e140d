"""A good and a bad example of every rule, kept as data: the documentation shows them, the tests hold the rules to them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, convert

from yichuang.catalogue.definition import Item
from yichuang.catalogue.layers import Layer
from yichuang.catalogue.lint.judging import LintRule, Severity, lint_rules
from yichuang.kernel.data_files import read_data


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """Parts of a definition: one that the rule catches, one that it passes."""

    bad: dict[str, Any]
    good: dict[str, Any]
    beside: dict[str, Any] = {}
    """Parts of another item on the list, where the rule holds items against one another."""


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """The examples of all rules, and the definition (or layer) that their parts are put into."""

    base: dict[str, Any]
    rules: dict[str, Example]
    layer_base: dict[str, Any]
    layer_rules: dict[str, Example]

    def layer(self, parts: Mapping[str, Any]) -> Layer:
        """The base of layers with ``parts`` in place of its own."""
        return convert({**self.layer_base, **parts}, Layer)

    def item(self, parts: Mapping[str, Any]) -> Item:
        """The base with ``parts`` in place of its own."""
        return convert({**self.base, **parts}, Item)


@cache
def examples() -> Examples:
    """The examples as the file has them."""
    path = Path(__file__).with_name("examples.yaml")
    return read_data(path, Examples)


def manual() -> str:
    """docs/lint.md: every rule with its words, source, severity and examples."""
    rules, shown = lint_rules(), {**examples().rules, **examples().layer_rules}
    blocks = [_block(key, rules[key], shown[key]) for key in shown]
    return HEAD.format(count=len(blocks)) + "\n".join(blocks)


HEAD = """# The rules of the linter

Written by `./run yichuang catalogue lint --rules docs/lint.md` from `src/yichuang/catalogue/lint/rules.yaml` and
`examples.yaml`; a test keeps it fresh. Change those files, never this one.

`./run yichuang catalogue lint [FILES] [--layer KEY] [--open] [--json]` judges all definitions and all layers, or only
what is named: definitions, files of layers, `layer.yaml`, `elements.yaml`, `evidence_types.yaml`, folders of them,
wherever they lie. Each is put into a copy of the catalogue in place of the installed one; a file in `layers/KEY/items/`
belongs to that layer; one elsewhere that only says what changes (without `code`) to the layer of `--layer`, by default
the one in force. A code stands for the installed files of that item.

| status | meaning |
|---|---|
| 0 | no errors |
| 1 | errors, files that cannot be read among them: one broken file hides no other |
| 2 | what was named is neither a file nor a code, or a folder without any definition |

An **error** blocks publishing. An **open** point is what the sources leave open: it never blocks, is counted, and waits
for the bureau. A rule with *marks* is an error too, unless the national definition marks the place, or one of these
fields, as `unverified` or `local`; of an item that the nation does not have, its own marks count.

With `--json` a finding has `file` (as it is found from the working folder), `line`, `item`, `field`, `rule`, `severity`,
`problem` and `mend` (each `zh` and `en`) and `detail`, what stands there. A file that cannot be read has a rule of these:
`not_utf8`, `not_yaml`, `invisible` (letters that nobody sees), `doubled_key` (a key stands twice in one map), `too_deep`,
`too_long`, `invalid` (a field or value that no definition has), `misplaced`, `doubled`; a layer's also `layer_worse`,
`layer_unknown`, `layer_unknown_item`, `layer_unknown_part`, `layer_doubled`, `layer_circle`, `layer_level`.

{count} rules:

"""


def _block(key: str, rule: LintRule, example: Example) -> str:
    excuse = "" if rule.marks is None else f" · marks: {', '.join(['its own place', *rule.marks])}"
    severity = "open" if rule.severity is Severity.OPEN else "error"
    lines = [
        f"## {key}\n",
        f"{severity}{excuse}" + (f" · {rule.source}" if rule.source else "") + "\n",
        f"{rule.problem.zh} {rule.problem.en}\n",
        f"→ {rule.mend.zh} {rule.mend.en}\n",
        f"```yaml\n{_yaml_under('beside', example.beside)}# bad\n{_yaml(example.bad)}# good\n{_yaml(example.good)}```\n",
    ]
    return "\n".join(lines)


class _NoAliases(yaml.SafeDumper):
    """Writes repeated parts out in full: a reader of one example must not look up another."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's own signature
        return True


def _yaml_under(heading: str, parts: Mapping[str, Any]) -> str:
    return f"# {heading}\n{_yaml(parts)}" if parts else ""


def _yaml(parts: Mapping[str, Any]) -> str:
    return yaml.dump(dict(parts), Dumper=_NoAliases, allow_unicode=True, sort_keys=False, width=110)

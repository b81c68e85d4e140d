"""Command line: judge the definitions. What stores them: ``commands``."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import to_builtins

from yichuang.catalogue.lint import LintFinding, Severity, all_findings
from yichuang.catalogue.lint.examples import manual
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.errors import Refusal


def lint(arguments: Namespace) -> Answer:
    """Judge all definitions, or those of the files named; with ``--rules`` write the manual of the rules."""
    if arguments.rules:
        Path(arguments.rules).write_text(manual(), "utf-8")
        return Answer({"written": arguments.rules}, (arguments.rules,))
    codes = [Path(name).stem for name in arguments.files]
    found = catalogue()
    for code in codes:
        if code not in found.items:
            raise Refusal("catalogue.unknown_item", item=code)
    every = all_findings(found, codes or None)
    errors = [finding for finding in every if finding.severity is Severity.ERROR]
    judged = len(codes) or len(found.items)
    shown = every if arguments.open else errors
    lines = (*(finding.sentence("en") for finding in shown), *_counted(every), _summary(judged, every))
    data = {"items": judged, "counts": _counts(every), "findings": [to_builtins(finding) for finding in every]}
    return Answer(data, lines, ok=not errors)


def _counts(found: Iterable[LintFinding]) -> dict[str, dict[str, int]]:
    """How often each rule was broken, by severity."""
    counts = Counter((finding.severity, finding.rule) for finding in found)
    return {
        severity: {rule: count for (of, rule), count in sorted(counts.items()) if of is severity}
        for severity in Severity
    }


def _counted(found: Iterable[LintFinding]) -> tuple[str, ...]:
    return tuple(
        f"{severity:5} {count:5}  {rule}" for severity, rules in _counts(found).items() for rule, count in rules.items()
    )


def _summary(judged: int, found: Iterable[LintFinding]) -> str:
    by_severity = Counter(finding.severity for finding in found)
    return f"{judged} items: {by_severity[Severity.ERROR]} errors, {by_severity[Severity.OPEN]} open points"


FILES = Argument(("files",), "definitions to judge (all when none is named)", {"nargs": "*"})
OPEN = Argument(("--open",), "name every open point too, not only their numbers", {"action": "store_true"})
MANUAL = Argument(("--rules",), "write the manual of the rules to this file instead", {"metavar": "FILE"})
COMMANDS = (Command("catalogue lint", "judge the item definitions", lint, (FILES, OPEN, MANUAL), needs_database=False),)

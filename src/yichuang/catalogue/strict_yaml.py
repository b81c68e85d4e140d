"""YAML as people write it, read strictly: UTF-8, no key twice, nothing invisible, neither endless nor bottomless.

The library's reader is fast and gullible: of a key that stands twice it keeps the last without a word, and brackets
within brackets without end take the whole process down. Every refusal here names file and line.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError

from yichuang.kernel.errors import Refusal

LONGEST = 5_000_000
"""Bytes of one file: forty times the longest that the house has."""
DEEPEST = 50
"""Maps and lists within one another; definitions have six."""
FEW = 200
"""Opening brackets, or columns of indentation, without which no file is so deep that it does harm: its depth is not counted."""
INDENTED = re.compile(rf"^[ ?:-]{{{FEW}}}", re.MULTILINE)
INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U000dffff]"
)
"""What nobody sees: control characters, marks of direction, letters without width."""
NAMING = frozenset({"key", "evidence", "element", "value", "amount"})
"""Fields that name an entry of a list."""


def read_yaml(path: Path, raw: bytes) -> Any:
    """The plain data of a YAML file; the library's own border, hence untyped."""
    text = _text(path, raw)
    try:
        _refuse_depth(path, text)
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - the safe loader, made stricter
    except _DoubledKeyError as error:
        raise Refusal("catalogue.doubled_key", file=short(path), line=_line(error), key=error.problem) from error
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error)
        raise Refusal("catalogue.not_yaml", file=short(path), line=_line(error), problem=problem) from error


def line_of(raw: bytes, keys: list[str]) -> int:
    """The line of the innermost of ``keys`` that the file has; found only when something is wrong."""
    node, line = yaml.compose(raw.decode("utf-8"), Loader=yaml.CSafeLoader), 1
    for key in keys:
        marked, inner = _child(node, key)
        if marked is None:
            break
        node, line = inner, marked.start_mark.line + 1
    return line


def short(path: Path) -> str:
    """A file as people find it: its folders below the catalogue."""
    return "/".join(path.parts[-3:])


def _text(path: Path, raw: bytes) -> str:
    if len(raw) > LONGEST:
        raise Refusal("catalogue.too_long", file=short(path), most=LONGEST // 1_000_000)
    try:
        text = raw.decode("utf-8-sig")  # some editors begin a file with a mark of their own
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refusal("catalogue.not_utf8", file=short(path), line=line, position=error.start) from error
    if found := INVISIBLE.search(text):
        line, letter = text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}"
        raise Refusal("catalogue.invisible", file=short(path), line=line, letter=letter)
    return text


def _refuse_depth(path: Path, text: str) -> None:
    """Counts the depth in the stream of events, which needs no stack; a file that cannot be deep is not counted."""
    if text.count("[") + text.count("{") < FEW and not INDENTED.search(text):
        return
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Refusal("catalogue.too_deep", file=short(path), line=event.start_mark.line + 1, most=DEEPEST)


class _DoubledKeyError(ConstructorError):
    """A key stands twice in one map."""


class _Strict(yaml.CSafeLoader):
    """The library's safe loader, which takes no key twice."""

    def flatten_mapping(self, node: Any) -> None:
        """Called before a map is built, while it holds what was written and nothing that it inherits."""
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise _DoubledKeyError(None, None, key.value, key.start_mark)
            seen.add(key.value)
        super().flatten_mapping(node)


def _marked(build: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """``build`` with its bare errors (a 30th of February) told with their line."""

    def built(loader: Any, node: Any) -> Any:
        try:
            return build(loader, node)
        except (ValueError, AttributeError, LookupError) as error:
            raise ConstructorError(None, None, str(error), node.start_mark) from error

    return built


for _tag in ("bool", "int", "float", "timestamp", "binary"):
    _name = f"tag:yaml.org,2002:{_tag}"
    _Strict.add_constructor(_name, _marked(yaml.CSafeLoader.yaml_constructors[_name]))


def _line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _child(node: Any, key: str) -> tuple[Any, Any]:
    """What bears the key (for its line), and what stands under it; an entry of a list is found by number or by name."""
    if isinstance(node, yaml.SequenceNode):
        entry = next((each for number, each in enumerate(node.value) if key in {str(number), *_names_of(each)}), None)
        return entry, entry
    if isinstance(node, yaml.MappingNode):
        return next(((name, value) for name, value in node.value if name.value == key), (None, None))
    return None, None


def _names_of(entry: Any) -> set[str]:
    """What an entry of a list is called by: its key, evidence or element."""
    if not isinstance(entry, yaml.MappingNode):
        return set()
    return {str(value.value) for name, value in entry.value if name.value in NAMING}

"""Words kept as data: every refusal that is raised has its words, every label both languages, no Chinese in code."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import msgspec
import yaml

from tools.sizes import ROOT, python_files
from yichuang.kernel.errors import Wording, wordings
from yichuang.kernel.vocabulary import labels

CHINESE = re.compile(r"[\u3400-\u9fff]")

SPEAKS_CHINESE = {
    "demo/": "the invented world: its names, places and kin are Chinese data",
    "messaging/wording.py": "how Chinese says a date",
    "surfaces/story/deadline.py": "how Chinese law numbers its articles",
}
"""Below ``src/yichuang``, with the reason."""
PRODUCT = "\u4e00\u7a97"
CITATION = re.compile(r"\barts?\. \d|^House:|\u3014\d{4}\u3015")
"""``行政许可法 art. 42``, ``House: 退回``, ``国发〔2022〕5号``."""


def findings() -> str:
    """What is missing or left over, one per line."""
    try:
        known = wordings()
    except (ValueError, msgspec.ValidationError, yaml.YAMLError) as error:
        return f"refusals: {error}"
    trees = {path: ast.parse(path.read_text("utf-8")) for path in python_files(ROOT) if _shipped(path)}
    found = [
        *(line for path, tree in trees.items() for line in of_raised(path, tree, known)),
        *(line for code, wording in known.items() for line in of_wording(code, wording)),
        *_of_unused(known),
        *(line for path, tree in trees.items() for line in of_chinese(path, tree)),
        *of_labels(labels()),
    ]
    return "\n".join(found)


def of_raised(path: Path, tree: ast.Module, known: dict[str, Wording]) -> Iterator[str]:
    """Each ``Refusal("code", …)`` has an entry and gives what its words ask for."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        code = _refused(call)
        if code is None:
            continue
        where = f"{_short(path)}:{call.lineno}"
        if code not in known:
            yield f"{where}: Refusal {code!r} has no entry in a refusals.yaml"
        elif all(keyword.arg for keyword in call.keywords):
            missing = _asked(known[code]) - {keyword.arg for keyword in call.keywords}
            if missing:
                yield f"{where}: Refusal {code!r} does not give {sorted(missing)}"


def of_wording(code: str, wording: Wording) -> Iterator[str]:
    """Complete, in both languages, and both ask for the same facts."""
    empty = [name for name in ("zh", "en", "zh_next", "en_next") if not getattr(wording, name).strip()]
    if empty:
        yield f"refusal {code}: no text for {', '.join(empty)}"
    if not CHINESE.search(wording.zh) or CHINESE.search(_without_fields(wording.en)):
        yield f"refusal {code}: zh must be Chinese and en must not"
    if _facts(wording.zh) != _facts(wording.en):
        yield f"refusal {code}: zh and en name different facts"


def of_chinese(path: Path, tree: ast.Module) -> Iterator[str]:
    """No Chinese in code: it lives in YAML and templates.

    Docstrings may name a Chinese term, a rule cites its article, and gettext takes the Chinese text as message id.
    """
    if any(f"yichuang/{part}" in path.as_posix() for part in SPEAKS_CHINESE):
        return
    spared = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    spared |= {id(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and _translates(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if CHINESE.search(text.replace(PRODUCT, "")) and not CITATION.search(text) and id(node) not in spared:
            yield f"{_short(path)}:{node.lineno}: Chinese in code: {text[:30]!r}"  # type: ignore[attr-defined]


def of_labels(lists: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    """Each label has both languages."""
    for name, values in lists.items():
        for value, label in values.items():
            if not (label.get("zh") and label.get("en")):
                yield f"label {name}.{value}: zh and en are both needed"


def _of_unused(known: Iterable[str]) -> Iterator[str]:
    kinds = {".py", ".sql", ".html", ".yaml", ".js"}
    files = (path for path in (ROOT / "src").rglob("*") if path.suffix in kinds and path.name != "refusals.yaml")
    text = "\n".join(path.read_text("utf-8") for path in files)
    composed = {code for code in known if f"{code.split('.')[0]}.{{" in text}
    yield from (f"refusal {code}: nothing raises it" for code in known if code not in text and code not in composed)


def _translates(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return bool(call.args) and (name == "_" or "gettext" in name)


def _refused(call: ast.Call) -> str | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    first = call.args[0] if call.args else None
    return first.value if name == "Refusal" and isinstance(first, ast.Constant) else None  # type: ignore[return-value]


def _asked(wording: Wording) -> set[str]:
    return set().union(*(_fields(getattr(wording, name)) for name in ("zh", "en", "zh_next", "en_next")))


def _fields(text: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name}


def _facts(text: str) -> set[str]:
    """``unit_zh`` and ``unit_en`` are one fact in two languages."""
    return {re.sub(r"_(zh|en)$", "", name) for name in _fields(text)}


def _without_fields(text: str) -> str:
    return "".join(literal for literal, _, _, _ in Formatter().parse(text))


def _shipped(path: Path) -> bool:
    return path.is_relative_to(ROOT / "src") and path.name != "settings.py"  # which names the languages


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path

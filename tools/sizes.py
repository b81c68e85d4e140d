"""The sizes of the house: files up to 400 lines, 95 of 100 functions up to 40, half of them under 10."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
FILE_LINES = 400
FUNCTION_LINES = 40
MEDIAN_LINES = 10
SHUNNED = ("utils", "helpers", "misc", "common")


def findings(root: Path = ROOT) -> str:
    """What is too long, or named after nothing, one per line."""
    files = list(python_files(root))
    found = [line for path in files for line in _of_file(path, root)]
    lengths = [length for path in files if "tests" not in path.relative_to(root).parts for length in functions(path)]
    return "\n".join([*found, *_of_functions(lengths)])


def python_files(root: Path) -> Iterator[Path]:
    """Our own Python files; migrations are generated."""
    for folder in ("src", "tests", "tools", "bench"):
        yield from (path for path in sorted((root / folder).rglob("*.py")) if "migrations" not in path.parts)


def functions(path: Path) -> list[int]:
    """The lines of each function, its decorators left out."""
    tree = ast.parse(path.read_text("utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in found]


def _of_file(path: Path, root: Path) -> Iterator[str]:
    lines = path.read_text("utf-8").count("\n")
    if lines > FILE_LINES:
        yield f"{path.relative_to(root)}: {lines} lines, at most {FILE_LINES}"
    if path.stem in SHUNNED:
        yield f"{path.relative_to(root)}: a file is named after what it decides"


def _of_functions(lengths: list[int]) -> Iterator[str]:
    if len(lengths) < 2:  # noqa: PLR2004 - quantiles need two
        return
    if (long := quantiles(lengths, n=100)[94]) > FUNCTION_LINES:
        yield f"functions: 95 of 100 have up to {long:.0f} lines, should be {FUNCTION_LINES}"
    if (middle := median(lengths)) >= MEDIAN_LINES:
        yield f"functions: half have {middle:.0f} lines or more, should be under {MEDIAN_LINES}"

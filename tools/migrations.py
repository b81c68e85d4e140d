"""Migrations that can run on a live database: nothing missing, no row-by-row work, no long locks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAFE_DEFAULTS = ("default", "db_default")
REASON = "# locks:"
"""A comment on the line before says why locking that table is acceptable."""


def findings() -> str:
    """What is wrong, one per line."""
    files = sorted((ROOT / "src").rglob("migrations/[0-9]*.py"))
    return "\n".join([*_missing(), *(line for path in files for line in of_file(path))])


def of_file(path: Path) -> Iterator[str]:
    """The house's own rules on one migration."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    created = {_text_of(call, "name") for call in calls if _name(call) == "CreateModel"}
    for call in calls:
        for said in _of_call(call, tree, text.splitlines(), created):
            yield f"{path.parts[-3]}/{path.name}:{call.lineno}: {said}"


def _of_call(call: ast.Call, tree: ast.Module, lines: list[str], created: set[str]) -> Iterator[str]:
    name = _name(call)
    on_new_table = _text_of(call, "model_name") in {each.lower() for each in created}
    if name == "RunPython" and _loops(call, tree):
        yield "RunPython works row by row; say it as one SQL statement"
    if name == "AddField" and not on_new_table and not _fills_itself(call):
        yield "a new column must allow null or have a default, or the table with rows cannot take it"
    if name == "AddIndex" and not on_new_table and REASON not in lines[call.lineno - 2]:
        yield f'AddIndex locks out writers; use AddIndexConcurrently, or say why not in a comment "{REASON} …" above'


def _missing() -> Iterator[str]:
    arguments = [sys.executable, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run", "--no-color"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT, env=_environment())
    if done.returncode:
        yield from (done.stdout + done.stderr[-2000:]).splitlines()


def _environment() -> dict[str, str]:
    import os  # noqa: PLC0415

    return os.environ | {"DJANGO_SETTINGS_MODULE": "yichuang.settings", "YICHUANG_SECRET": "for this check only"}


def _loops(call: ast.Call, tree: ast.Module) -> bool:
    named = {argument.id for argument in call.args if isinstance(argument, ast.Name)}
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in named)
    return any(isinstance(node, ast.For | ast.While) for function in functions for node in ast.walk(function))


def _fills_itself(call: ast.Call) -> bool:
    field = next((keyword.value for keyword in call.keywords if keyword.arg == "field"), None)
    if not isinstance(field, ast.Call) or _name(field) == "ManyToManyField":
        return True
    given = {keyword.arg: keyword.value for keyword in field.keywords}
    nullable = isinstance(given.get("null"), ast.Constant) and given["null"].value is True  # type: ignore[attr-defined]
    return nullable or any(name in given for name in SAFE_DEFAULTS) or _name(field) == "GeneratedField"


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text_of(call: ast.Call, keyword: str) -> str:
    value = next((each.value for each in call.keywords if each.arg == keyword), None)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""

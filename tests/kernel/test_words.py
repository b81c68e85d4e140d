"""Every refusal of the house is complete in both languages, is given what its words ask for, is raised, and is tested."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from yichuang.kernel.errors import wordings

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
BUILT = {"licence_id": "kernel/licence_ids.py"}
"""Rooms of codes whose second half an enumeration gives, with the module that puts the two together."""


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("code", sorted(wordings()))
def test_a_refusal_says_the_same_in_both_languages(code):
    words = wordings()[code]
    assert 400 <= words.status < 600
    assert all([words.zh, words.en, words.zh_next, words.en_next])

    def facts(*texts):
        return {re.sub("_(zh|en)$", "", name) for name in placeholders(*texts)}

    assert facts(words.zh, words.zh_next) == facts(words.en, words.en_next)


def raised() -> Iterator[tuple[str, ast.Call, str]]:
    """Each place in the house that names a refusal and all its facts: where, the call, the code."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and all(each.arg for each in node.keywords):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, str(code.value)


def test_whoever_refuses_gives_every_fact_that_the_words_ask_for():
    found = list(raised())
    assert len(found) > len(wordings()) / 2
    lacking = {}
    for place, call, code in found:
        words = wordings()[code]
        wanted = placeholders(words.zh, words.en, words.zh_next, words.en_next)
        lacking[place] = wanted - {each.arg for each in call.keywords}
    assert {place: facts for place, facts in lacking.items() if facts} == {}


def unnamed(folder: str) -> list[str]:
    """The codes that nothing in a folder names in full, but for the wordings themselves."""
    kinds = {".py", ".yaml", ".html", ".js"}
    files = (path for path in (ROOT / folder).rglob("*") if path.suffix in kinds and path.name != "refusals.yaml")
    named = {name for path in files for name in re.findall(r"(?<![\w.])\w+\.\w+", path.read_text("utf-8"))}
    return sorted(wordings().keys() - named)


def test_every_refusal_is_brought_about_by_a_test():
    assert unnamed("tests") == []


def test_there_are_no_words_for_a_refusal_that_nothing_raises():
    dead = [code for code in unnamed("src") if code.partition(".")[0] not in BUILT]
    assert dead == []
    for room, module in BUILT.items():
        assert f'Refusal(f"{room}.{{' in (ROOT / "src/yichuang" / module).read_text("utf-8")

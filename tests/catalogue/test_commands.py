from argparse import Namespace

import pytest

from yichuang.catalogue.commands import COMMANDS, lint
from yichuang.kernel.errors import Refusal


def test_linting_everything_says_how_much_was_judged():
    answer = lint(Namespace(files=[]))
    assert answer.ok
    assert answer.data == {"items": 328, "findings": []}
    assert answer.lines == ("328 items, 0 findings",)


def test_one_file_may_be_linted_by_its_path():
    assert lint(Namespace(files=["src/anywhere/hz-id-first.yaml"])).data["items"] == 1


def test_a_file_that_is_no_item_is_refused():
    with pytest.raises(Refusal):
        lint(Namespace(files=["no-such-item.yaml"]))


def test_linting_needs_no_database():
    assert {command.name: command.needs_database for command in COMMANDS} == {
        "catalogue lint": False,
        "catalogue publish": True,
    }

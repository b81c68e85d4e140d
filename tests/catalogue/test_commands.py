from argparse import Namespace

import pytest

from yichuang.catalogue.command_line import COMMANDS, lint
from yichuang.kernel.errors import Refusal


def linted(*files):
    return lint(Namespace(files=list(files), open=False, rules=None))


def test_linting_everything_says_how_much_was_judged_and_counts_by_rule():
    answer = linted()
    assert answer.ok
    assert answer.data["items"] == 328
    assert answer.data["counts"]["error"] == {}
    assert sum(answer.data["counts"]["open"].values()) == len(answer.data["findings"])
    assert answer.lines[-1].startswith("328 items, 3 layers: 0 errors, ")


def test_one_file_may_be_linted_by_its_path():
    assert linted("src/anywhere/hz-id-first.yaml").data["items"] == 1


def test_a_file_that_is_no_item_is_refused():
    with pytest.raises(Refusal):
        linted("no-such-item.yaml")


def test_judging_needs_no_database():
    assert not any(command.needs_database for command in COMMANDS)

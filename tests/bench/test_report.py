"""What a bench reports decides its status."""

import json

import pytest

from bench import __main__ as bench
from bench.machine import Machine
from bench.report import Figure, Report

HERE = Machine("cpu", 2, "24 GiB", "Linux", "3.11", "18.4", 0.1)


@pytest.mark.parametrize(
    ("value", "goal", "holds"),
    [
        (0.5, ">= 0.5", True),
        (0.49, ">= 0.5", False),
        (8, "<= 8", True),
        (9, "<= 8", False),
        (1.3, "< 1.3", False),
        (1, "", True),
    ],
)
def test_a_figure_holds_when_its_goal_is_met(value, goal, holds):
    assert Figure("f", value, "x", goal).holds is holds


def test_the_json_is_one_object_with_machine_and_figures():
    report = json.loads(
        Report("accept", HERE, (Figure("rate", 0.4, "x", ">= 0.5"), Figure("floor", 900, "1/s"))).as_json()
    )
    assert report["machine"]["cores"] == 2
    assert report["figures"][0] == {"name": "rate", "value": 0.4, "unit": "x", "goal": ">= 0.5", "holds": False}
    assert report["holds"] is False


def test_a_missed_goal_ends_with_status_1(monkeypatch, capsys):
    for value, status in ((0.4, 1), (0.6, 0)):
        found = Report("accept", HERE, (Figure("rate", value, "x", ">= 0.5"),))
        monkeypatch.setattr(bench, "measure", lambda *_, found=found: found)
        assert bench.main(["accept", "--json"]) == status
        assert json.loads(capsys.readouterr().out)["holds"] is (status == 0)


def test_an_unknown_bench_is_status_2_and_lists_those_there_are(capsys):
    assert bench.main(["nonsense"]) == 2
    listed = capsys.readouterr().out.split()
    assert "accept" in listed
    assert not {"nonsense", "machine", "report"} & set(listed)


def test_a_bench_that_is_none_is_named_beside_those_there_are(capsys):
    assert bench.main(["nope"]) == 2
    assert "nope" in capsys.readouterr().out
    assert bench.main(["nope", "--json"]) == 2
    assert "accept" in json.loads(capsys.readouterr().out)["benches"]

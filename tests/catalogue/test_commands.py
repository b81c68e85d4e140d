from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from yichuang.catalogue import queries
from yichuang.catalogue.command_line import COMMANDS, diff, lint, schema, show_figures, show_layers, show_tiers
from yichuang.catalogue.layer_files import list_of
from yichuang.catalogue.loader import national
from yichuang.catalogue.publish import publish_catalogue
from yichuang.kernel.errors import Refusal


def linted(*files, layer=None):
    return lint(Namespace(files=[str(file) for file in files], open=False, rules=None, layer=layer, shipped=True))


def test_linting_everything_says_how_much_was_judged_and_counts_by_rule():
    answer = linted()
    assert answer.ok
    assert answer.data["items"] == 328
    assert answer.data["counts"]["error"] == {}
    assert sum(answer.data["counts"]["open"].values()) == len(answer.data["findings"])
    assert answer.lines[-1].startswith("328 items, 3 layers: 0 errors, ")


def test_a_finding_names_file_line_rule_and_mend():
    answer = lint(Namespace(files=["hz-id-renew"], open=True, rules=None, layer="", shipped=True))
    (sample,) = [
        row for row in answer.data["findings"] if row["rule"] == "result_sample" and "layers" not in row["file"]
    ]
    written = Path(sample["file"]).read_text("utf-8").splitlines()  # as it is found from the working folder
    assert "id_card" in written[sample["line"] - 1]
    assert (sample["item"], sample["field"]) == ("hz-id-renew", "outputs.id_card")
    assert "sample" in sample["mend"]["en"]
    said = [line for line in answer.lines if line.startswith(f"{sample['file']}:{sample['line']} [open result_sample]")]
    assert sample["problem"]["zh"] in said[0]


def test_what_is_neither_a_file_nor_a_code_is_refused():
    for name in ("no-such-item", "hz-id-first.yaml", "src/anywhere/hz-id-first.yaml", "*"):
        with pytest.raises(Refusal) as refusal:
            linted(name)
        assert refusal.value.code == "catalogue.no_file"


def test_judging_needs_no_database():
    assert not any(command.needs_database for command in COMMANDS)


def test_the_layers_are_listed_with_what_they_change(monkeypatch):
    monkeypatch.setenv("YICHUANG_LAYER", "yunjiang")
    lines = show_layers(Namespace(shipped=True)).lines
    assert [line[0] for line in lines[:3]] == [" ", " ", "*"]
    assert lines[0].endswith("3 changed, 1 added")


def test_what_a_layer_changes_is_said_in_both_languages():
    said = {language: diff(Namespace(layer="yunjiang", language=language)) for language in ("zh", "en")}
    assert any("7 个工作日 → 5 个工作日" in line for line in said["zh"].lines)
    assert any("7 working days → 5 working days" in line for line in said["en"].lines)
    assert said["zh"].ok


def test_a_layer_that_nobody_knows_is_refused_with_those_there_are():
    for name in ("atlantis", ""):
        with pytest.raises(Refusal) as refusal:
            diff(Namespace(layer=name, language="zh"))
        assert "chengxi" in refusal.value.next_step("en")


def test_figures_stand_beside_the_national_ones_and_tiers_add_up():
    found = show_figures(Namespace(layer="chengxi", shipped=False)).data
    assert list(found) == ["national, all", "national, frequent", "chengxi, all", "chengxi, frequent"]
    assert found["chengxi, all"]["items"] == found["national, all"]["items"] + 1
    assert list(show_figures(Namespace(layer=None, shipped=True)).data) == ["national, all", "national, frequent"]
    said = show_tiers(Namespace(layer=None, shipped=True)).data
    for tier in said["tiers"]:
        services = [services[tier["tier"]] for services in said["items"].values()]
        assert tier["window"] == services.count("finishes") + services.count("takes")
        assert tier["all"] == tier["window"] + services.count("guides")
    assert set(said["windows"]["two_in_one"]) < set(said["windows"]["one_window"])


def test_schemas_and_the_manual_are_written_where_one_says(tmp_path):
    schema(Namespace(folder=str(tmp_path / "s")))
    assert (tmp_path / "s/item.schema.json").exists()
    lint(Namespace(files=[], open=False, rules=str(tmp_path / "lint.md"), layer=None))
    assert (tmp_path / "lint.md").read_text("utf-8").startswith("# The rules")


@pytest.fixture
def _small_list(db, monkeypatch):
    """A county that publishes three items: one of its own, one worse and one better than the city has it."""
    monkeypatch.setenv("YICHUANG_LAYER", "chengxi")
    listed = list_of("chengxi").items
    worse = replace(listed["hz-resreg"], stationed=False)
    queries.forget_all()
    publish_catalogue(datetime(2026, 1, 5, 9, tzinfo=UTC), shelf(item(), worse, listed["cx-home-service"]))
    yield
    queries.forget_all()


@pytest.mark.usefixtures("_small_list")
def test_commands_speak_of_what_is_published_here_unless_files_are_asked_for():
    asked, shipped = (Namespace(layer=None, shipped=files) for files in (False, True))
    assert show_figures(asked).data["published, all"]["items"] == 3
    assert "published" not in "".join(show_figures(shipped).data)
    assert sum(tier["all"] for tier in show_tiers(asked).data["tiers"]) < 10
    for done in (show_figures(asked), show_tiers(asked), show_layers(asked)):
        assert any(line == "read: what is published here, 3 items" for line in done.lines)
    assert show_tiers(shipped).lines[0].startswith("read: the files of this installation, layer chengxi (as asked)")


@pytest.mark.usefixtures("_small_list")
def test_the_published_list_stands_beside_the_one_above():
    assert show_layers(Namespace(shipped=False)).lines[-1] == (
        "published here, over 云江市 Yunjiang City: 1 changed, 2 added, 1 worse"
    )


@pytest.mark.usefixtures("_small_list")
def test_the_linter_judges_what_is_published_here_and_says_where_it_is_worse():
    done = lint(Namespace(files=[], open=False, rules=None, layer=None, shipped=False))
    assert (done.ok, done.data["items"]) == (False, 3)
    assert done.lines[-1].startswith("3 published items: 1 errors")
    (worse,) = [row for row in done.data["findings"] if row["severity"] == "error"]
    assert (worse["item"], worse["field"]) == ("hz-resreg", "stationed")
    assert "更不方便" in worse["problem"]["zh"]


@pytest.mark.usefixtures("_small_list")
def test_where_what_is_published_rests_on_a_broken_file_the_files_are_judged_instead(monkeypatch):
    monkeypatch.setenv("YICHUANG_LAYER", "atlantis")
    queries.forget_all()
    done = lint(Namespace(files=[], open=False, rules=None, layer=None, shipped=False))
    assert done.data["items"] == len(national().items)


@pytest.mark.django_db
def test_before_anything_is_published_the_files_are_read_and_it_is_said():
    queries.forget_all()
    assert (
        show_tiers(Namespace(layer=None, shipped=False))
        .lines[0]
        .endswith("national list (nothing is published here, or no database answers)")
    )

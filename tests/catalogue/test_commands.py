from argparse import Namespace
from pathlib import Path

import pytest

from yichuang.catalogue.command_line import COMMANDS, diff, lint, schema, show_figures, show_layers, show_tiers
from yichuang.kernel.errors import Refusal


def linted(*files, layer=None):
    return lint(Namespace(files=[str(file) for file in files], open=False, rules=None, layer=layer))


def test_linting_everything_says_how_much_was_judged_and_counts_by_rule():
    answer = linted()
    assert answer.ok
    assert answer.data["items"] == 328
    assert answer.data["counts"]["error"] == {}
    assert sum(answer.data["counts"]["open"].values()) == len(answer.data["findings"])
    assert answer.lines[-1].startswith("328 items, 3 layers: 0 errors, ")


def test_a_finding_names_file_line_rule_and_mend():
    answer = lint(Namespace(files=["hz-id-renew"], open=True, rules=None, layer=""))
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
    lines = show_layers(Namespace()).lines
    assert [line[0] for line in lines] == [" ", " ", "*"]
    assert lines[0].endswith("2 changed, 1 added")


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
    found = show_figures(Namespace(layer="chengxi")).data
    assert list(found) == ["national, all", "national, frequent", "chengxi, all", "chengxi, frequent"]
    assert found["chengxi, all"]["items"] == found["national, all"]["items"] + 1
    assert list(show_figures(Namespace(layer=None)).data) == ["national, all", "national, frequent"]
    said = show_tiers(Namespace(layer=None)).data
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

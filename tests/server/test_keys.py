"""The keys of an installation are made once, kept private, and never overrule what the operator sets."""

import re
import stat

from yichuang.server import keys


def test_the_first_start_makes_every_key_and_keeps_it_private(tmp_path):
    environment = {}
    keys.load(tmp_path, environment)
    assert environment.keys() == keys.NEEDED.keys()
    assert re.fullmatch(r"k1:[0-9a-f]{32}", environment["YICHUANG_FIELD_KEYS"])
    assert re.fullmatch(r"[0-9a-f]{64}", environment["YICHUANG_INDEX_KEY"])
    assert len(environment["YICHUANG_SECRET"]) >= 50
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_the_next_start_finds_the_same_keys(tmp_path):
    first, second = {}, {}
    keys.load(tmp_path, first)
    keys.load(tmp_path, second)
    assert first == second


def test_two_installations_have_different_keys(tmp_path):
    here, there = {}, {}
    for name, environment in (("here", here), ("there", there)):
        (tmp_path / name).mkdir()
        keys.load(tmp_path / name, environment)
    assert not set(here.values()) & set(there.values())


def test_a_key_from_the_environment_wins_and_is_not_written_down(tmp_path):
    environment = {"YICHUANG_SECRET": "from the operator"}
    keys.load(tmp_path, environment)
    assert environment["YICHUANG_SECRET"] == "from the operator"
    assert "YICHUANG_SECRET" not in keys.read(tmp_path / "secrets.env")


def test_an_added_field_key_stays_when_another_key_is_missing(tmp_path):
    (tmp_path / "secrets.env").write_text("# rotated\nYICHUANG_FIELD_KEYS=k2:aa;k1:bb\n")
    environment = {}
    keys.load(tmp_path, environment)
    assert environment["YICHUANG_FIELD_KEYS"] == "k2:aa;k1:bb"
    assert keys.read(tmp_path / "secrets.env") == environment


def test_a_setting_that_an_installation_was_founded_with_reaches_all_its_commands(tmp_path):
    keys.keep(tmp_path, "YICHUANG_LAYER", "chengxi")
    keys.keep(tmp_path, "YICHUANG_LAYER", "another")
    environment = {}
    keys.load(tmp_path, environment)
    assert environment["YICHUANG_LAYER"] == "chengxi"
    overruled = {"YICHUANG_LAYER": "yunjiang"}
    keys.load(tmp_path, overruled)
    assert overruled["YICHUANG_LAYER"] == "yunjiang"

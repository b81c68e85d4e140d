"""``POST /applications/<number>/materials``: what comes in after the filing goes on the one list, and the cases go on."""

import pytest

from tests.api.calling import Caller, filing, handed_in
from tests.api.test_problems import told
from tests.applications.filings import MOVE, STORY_1_MATERIALS
from tests.ground.refusals import nothing_written
from tests.ground.world import World
from yichuang.applications.filing import Given
from yichuang.evidence.trust import MaterialState

PORTAL = "990809"
"""Somebody without a window, as the account of a portal is."""
ID_CARD = {"materials": {"id_card": {"state": "seen", "originals": 1}}}


def sent_in(world: World) -> str:
    """A move that a portal's account filed online, with scans; its case number."""
    scans = {kind: Given(MaterialState.SCANNED, file=world.file("5" * 64)) for kind in STORY_1_MATERIALS}
    body = filing(world, channel="online", choices=(MOVE,), materials=scans)
    handed_in(world, PORTAL)
    answer = Caller(world, PORTAL).post("/applications", body)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["cases"][0]["number"])


def test_who_sits_at_a_window_files_there(world: World):
    body = filing(world, channel="online")
    handed_in(world)
    with nothing_written():
        told(Caller(world, "990801").post("/applications", body), 409, "api.own_window")
    assert Caller(world, "990801").post("/applications", {**body, "channel": "window"}).status_code == 200


def test_an_original_is_seen_at_a_window_only(world: World):
    body = filing(world, channel="online", choices=(MOVE,))
    handed_in(world, PORTAL)
    with nothing_written():
        problem = told(Caller(world, PORTAL).post("/applications", body), 422, "api.seen_elsewhere")
    assert "passport_old" in problem["detail"]
    elsewhere = {**body, "channel": "mail"}
    with nothing_written():
        told(Caller(world, PORTAL).post("/applications", elsewhere), 422, "api.seen_elsewhere")


@pytest.mark.parametrize("place", ["form", "materials"])
def test_a_name_that_no_dictionary_has_is_told_and_not_lost(world: World, place: str):
    body = filing(world, choices=(MOVE,))
    slip = {"form": "移入原因", "materials": {"state": "missing"}}[place]
    misspelt = {**body, place: {**body[place], "sponsor_naem": slip}}
    asked = {name: misspelt[name] for name in ("person", "choices", place)}
    for path, sent in (("/plans", asked), ("/applications", misspelt)):
        with nothing_written():
            problem = told(Caller(world, "990801").post(path, sent), 422, "api.unknown_name")
        assert "sponsor_naem" in problem["detail"]


def test_what_a_notice_asked_for_comes_in_on_the_material_list_and_nowhere_else(world: World):
    desk = Caller(world, "990801")
    number = sent_in(world)
    assert desk.act(number, "receive").status_code == 200
    assert desk.act(number, "ask_correction", missing=["id_card"], text="身份证不清晰").status_code == 200
    assert desk.act(number, "supply_correction", supplied=["id_card"]).status_code == 422
    application = desk.get(f"/cases/{number}").json()["application"]
    came = desk.post(f"/applications/{application}/materials", ID_CARD, "materials-1")
    assert (came.status_code, came.json()["cases"]) == (200, [number]), came.content
    assert desk.get(f"/cases/{number}").json()["status"] == "received"
    assert desk.post(f"/applications/{application}/materials", ID_CARD, "materials-1").json() == came.json()
    assert desk.post(f"/applications/{application}/materials", {"materials": {}}).status_code == 422

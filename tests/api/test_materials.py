"""``POST /applications/<number>/materials``: what comes in after the filing goes on the one list, and the cases go on."""

from tests.api.calling import Caller, filed
from tests.applications.filings import MOVE
from tests.ground.world import World

ID_CARD = {"materials": {"id_card": {"state": "seen", "originals": 1}}}


def test_what_a_notice_asked_for_comes_in_on_the_material_list_and_nowhere_else(world: World):
    desk = Caller(world, "990801")
    number = filed(world, channel="online", choices=(MOVE,))[MOVE.item]
    assert desk.act(number, "receive").status_code == 200
    assert desk.act(number, "ask_correction", missing=["id_card"], text="身份证不清晰").status_code == 200
    assert desk.act(number, "supply_correction", supplied=["id_card"]).status_code == 422
    application = desk.get(f"/cases/{number}").json()["application"]
    came = desk.post(f"/applications/{application}/materials", ID_CARD, "materials-1")
    assert (came.status_code, came.json()["cases"]) == (200, [number]), came.content
    assert desk.get(f"/cases/{number}").json()["status"] == "received"
    assert desk.post(f"/applications/{application}/materials", ID_CARD, "materials-1").json() == came.json()
    assert desk.post(f"/applications/{application}/materials", {"materials": {}}).status_code == 422

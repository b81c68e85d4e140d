"""How the API says no: always a problem, in the caller's language, with what to do next; never a fault of ours."""

import json

import pytest
from django.test import Client

from tests.api.calling import Caller, filed, filing, handed_in
from tests.ground.world import World

PLAN = "/api/v1/plans"


def told(answer, status: int, code: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == code
    assert problem["type"] == f"urn:yichuang:problem:{code}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["next"]
    return problem


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing", "/api/v2/items", "/api/v1/items/a/b", "/api/v1/persons/abc"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_is_a_problem_too(world: World, path, method):
    caller = Caller(world, "990801")
    answer = getattr(caller.client, method)(path, headers=caller.headers)
    if path == "/api/v1/persons/abc":
        code = {"get": "api.invalid"}.get(method, "api.method")
        assert answer.json()["code"] == code
    else:
        told(answer, 404, "api.no_such_address")


def test_the_language_is_the_callers(world: World):
    zh = told(Caller(world, "990801", language="zh-CN").get("/cases/NONE"), 404, "authority.not_found")
    en = told(Caller(world, "990801", language="en-GB").get("/cases/NONE"), 404, "authority.not_found")
    assert (zh["title"], en["title"]) == ("未找到", "Not found")
    assert "编号" in zh["next"]
    assert "number" in en["next"]


def test_everything_against_a_filing_comes_at_once_with_its_place(world: World):
    desk = Caller(world, "990801")
    body = filing(world)
    handed_in(world)
    body["form"] |= {"applicant_phone": "12", "passport_expiry": "soon"}
    del body["materials"]["passport_old"]
    problem = told(desk.post("/applications", body), 422, "applications.not_yet")
    places = {error["pointer"]: error for error in problem["errors"]}
    assert set(places) == {"/form/applicant_phone", "/form/passport_expiry", "/materials/passport_old"}
    assert all(error["detail"] and error["next"] for error in places.values())
    assert places["/materials/passport_old"]["code"] == "applications.material_missing"


def test_what_has_the_wrong_form_is_pointed_at(world: World):
    body = {"person": "1", "choices": [{"item": "hz-move-spouse", "answer": {}}], "channel": "pigeon", "extra": 1}
    problem = told(Caller(world, "990801").post("/plans", body), 422, "api.invalid")
    assert {(error["pointer"], error["code"]) for error in problem["errors"]} == {
        ("/person", "api.field_kind"), ("/choices/0/answer", "api.field_unknown"), ("/channel", "api.field_choice"),
        ("/extra", "api.field_unknown"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        b"{", b"", b"\xff\xfe", b'{"person": NaN}', b'{"person": "\\ud800"}', b"[" * 100_000, b"null", b"[]", b'"x"',
        b'{"person": 1e400, "choices": []}', b'{"person": 99999999999999999999999999, "choices": []}',
    ],
)  # fmt: skip
def test_a_body_that_is_none_is_refused(world: World, text):
    caller = Caller(world, "990801")
    answer = caller.client.post(PLAN, text, content_type="application/json", headers=caller.headers)
    assert answer.status_code in {400, 415, 422}, answer.content
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\x07", "\x7f"])
def test_control_characters_get_nowhere(world: World, value):
    caller = Caller(world, "990801")
    body = filing(world)
    handed_in(world)
    assert caller.post("/applications", {**body, "urgent": value}).status_code == 422
    assert caller.post("/applications", {**body, "form": {**body["form"], "old_address": value}}).status_code == 422
    assert caller.get("/items", q=value).status_code == 422
    assert caller.get("/items", cursor=value).status_code == 422
    number = next(iter(filed(world).values()))
    assert caller.act(number, "void", reason=value).status_code == 422


@pytest.mark.parametrize("id_", [0, -1, 2**53, 2**63, 10**30])
def test_numbers_beyond_all_ids_get_nowhere(world: World, id_):
    caller = Caller(world, "990801")
    for path in (f"/persons/{id_}", f"/persons/{id_}/cases", f"/papers/{id_}.pdf"):
        assert caller.get(path).status_code in {404, 422}
    assert caller.post("/plans", {"person": id_, "choices": [{"item": "hz-move-spouse"}]}).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "a:b", "WyJhIl0:forged", "." * 400])
def test_a_cursor_that_we_did_not_make_is_refused(world: World, cursor):
    caller = Caller(world, "990801")
    told(caller.get("/items", cursor=cursor), 422, "api.bad_cursor")
    told(caller.get("/worklist", cursor=cursor), 422, "api.bad_cursor")


def test_a_cursor_of_another_list_is_refused(world: World):
    caller = Caller(world, "990801")
    cursor = caller.get("/items", limit=1).json()["next"]
    told(caller.get("/worklist", cursor=cursor), 422, "api.bad_cursor")


@pytest.mark.parametrize("limit", [0, 201, "many"])
def test_no_page_is_longer_than_two_hundred(world: World, limit):
    problem = told(Caller(world, "990801").get("/items", limit=limit), 422, "api.invalid")
    assert problem["errors"][0]["pointer"] == "query/limit"


def test_a_method_that_an_address_does_not_take(world: World):
    caller = Caller(world, "990801")
    answer = caller.client.put("/api/v1/items", "{}", content_type="application/json", headers=caller.headers)
    told(answer, 405, "api.method")
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/xml;q=0.9"])
def test_an_answer_in_another_format_is_not_to_be_had(world: World, accept):
    caller = Caller(world, "990801")
    answer = caller.client.get("/api/v1/items", headers={**caller.headers, "Accept": accept})
    told(answer, 406, "api.not_acceptable")


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gb18030"]
)
def test_a_body_in_another_format_is_not_read(world: World, media):
    caller = Caller(world, "990801")
    told(caller.client.post(PLAN, b"{}", content_type=media, headers=caller.headers), 415, "api.media_type")


def test_a_body_beyond_a_megabyte_is_not_read(world: World):
    caller = Caller(world, "990801")
    body = json.dumps({"person": 1, "pad": "x" * 1024 * 1024})
    told(caller.client.post(PLAN, body, content_type="application/json", headers=caller.headers), 413, "api.too_large")


def test_the_engine_says_no_in_its_own_words(world: World):
    number = next(iter(filed(world).values()))
    told(Caller(world, "990801").act(number, "void", reason="录错"), 403, "cases.manager_only")
    told(Caller(world, "990801").act(number, "receive"), 409, "cases.not_now")


@pytest.mark.parametrize(
    "action", ["submit", "deem_accepted", "meet_dependency", "fail_dependency", "remind", "deliver", "fly"]
)
def test_what_only_the_system_does_is_no_action_of_a_program(world: World, action):
    problem = told(Caller(world, "990807").act("990785X", action), 422, "api.invalid")
    assert problem["errors"][0]["code"] == "api.field_choice"


def test_a_colleague_who_is_not_there_is_given_no_task(world: World):
    number = filed(world)["hz-move-spouse"]
    officer = Caller(world, "990812")
    step = next(t["step"] for t in officer.get("/worklist").json()["tasks"] if t["number"] == number)
    told(officer.act(number, "assign", step=step, staff=[987654321]), 404, "authority.not_found")


def test_what_breaks_inside_is_told_with_a_reference_and_nothing_else(world: World, monkeypatch):
    from yichuang.surfaces.api import items

    def broken():
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(items, "items_in_use", broken)
    answer = Caller(world, "990801").get("/items")
    problem = told(answer, 500, "api.fault")
    assert "reference" in problem["detail"]
    assert "secret" not in answer.content.decode()


def test_the_description_needs_no_token_and_says_no_in_its_own_way():
    assert Client().get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"

"""Every resource, asked as a program asks it."""

import pytest

from tests.api.calling import Caller, filed, filing, handed_in
from tests.ground.world import World
from yichuang.applications.models import Application

PASSPORT, MOVE = "crj-passport-renew", "hz-move-spouse"


def test_items_are_found_by_name_line_and_page(world: World):
    desk = Caller(world, "990801")
    first = desk.get("/items", limit=3, line="exit_entry").json()
    assert len(first.get("items", [])) == 3, first
    assert {item["line"] for item in first["items"]} == {"exit_entry"}
    second = desk.get("/items", limit=3, line="exit_entry", cursor=first["next"]).json()
    assert second["items"][0]["code"] > first["items"][-1]["code"]
    assert PASSPORT in {item["code"] for item in desk.get("/items", q="护照").json()["items"]}


def test_an_item_is_told_whole(world: World):
    item = Caller(world, "990801").get(f"/items/{PASSPORT}").json()
    assert item["code"] == PASSPORT
    assert item["situations"]
    assert item["limits"]["promised"]["amount"] > 0


def test_a_plan_joins_the_form_and_masks_what_is_sensitive(world: World):
    desk = Caller(world, "990801")
    body = {"person": world.person().pk, "choices": [{"item": PASSPORT}, {"item": MOVE}]}
    plan = desk.post("/plans", body).json()
    assert {case["item"] for case in plan["cases"]} == {PASSPORT, MOVE}
    assert {question["key"] for question in plan["questions"]} >= {"passport_reason", "move_origin"}
    number = next(field for field in plan["fields"] if field["element"] == "applicant_id_number")
    assert number["masked"]
    assert number["value"].startswith("990")
    assert "*" in number["value"]


def test_an_application_is_filed_and_looked_up(world: World):
    desk = Caller(world, "990801")
    body = filing(world)
    handed_in(world)
    answer = desk.post("/applications", body)
    assert answer.status_code == 200, answer.content
    found = desk.get(f"/applications/{answer.json()['number']}").json()
    assert [case["item"] for case in found["cases"]] == [PASSPORT, MOVE]
    assert {line["state"] for line in found["materials"]} == {"seen"}


def test_a_case_tells_its_state_history_and_clock(world: World):
    desk = Caller(world, "990801")
    number = filed(world)[MOVE]
    answer = desk.get(f"/cases/{number}")
    case = answer.json()
    assert answer["ETag"] == f'"{case["version"]}"'
    assert case["status"] == "reviewing"
    assert case["applicant"]["name"] == "周念安"
    assert {"opine", "suspend"} <= set(case["actions"])
    history = desk.get(f"/cases/{number}/history").json()["events"]
    assert [event["kind"] for event in history][:3] == ["submitted", "received", "accepted"]
    assert "accepted the application" in history[2]["text"]["en"]
    assert "受理" in history[2]["text"]["zh"]
    clock = desk.get(f"/cases/{number}/clock").json()
    assert clock["governing"] == clock["promised"]
    assert clock["promised"]["explanation"]["en"][0]["term"] == "Starts"
    assert clock["promised"]["explanation"]["zh"][0]["term"] == "起算"
    assert clock["delivery"] is None


def test_the_worklist_shows_the_pool_then_what_was_claimed(world: World):
    numbers = filed(world)
    officer = Caller(world, "990812")
    task = next(t for t in officer.get("/worklist").json()["tasks"] if t["number"] == numbers[MOVE])
    assert officer.act(task["number"], "claim", step=task["step"]).status_code == 200
    assert numbers[MOVE] in {t["number"] for t in officer.get("/worklist", view="mine").json()["tasks"]}
    assert numbers[MOVE] not in {t["number"] for t in officer.get("/worklist").json()["tasks"]}


def test_the_worklist_goes_on_at_its_cursor(world: World):
    for _ in range(3):
        filed(world)
    officer = Caller(world, "990812")
    whole = [t["id"] for t in officer.get("/worklist").json()["tasks"]]
    first = officer.get("/worklist", limit=2).json()
    second = officer.get("/worklist", limit=2, cursor=first["next"]).json()
    assert [t["id"] for t in first["tasks"] + second["tasks"]] == whole[:4]


def test_a_batch_tells_what_came_of_each(world: World):
    number = filed(world)[MOVE]
    officer = Caller(world, "990812")
    step = next(t["step"] for t in officer.get("/worklist").json()["tasks"] if t["number"] == number)
    body = {"numbers": [number, "990785NOSUCHCASE"], "action": {"action": "claim", "step": step}}
    attempts = officer.post("/case-batches", body).json()["attempts"]
    assert attempts[0]["performed"]["number"] == number
    assert attempts[1]["refusal"] == "authority.not_found"


def test_a_person_is_identified_and_their_cases_listed(world: World):
    desk = Caller(world, "990801")
    card = {
        "id_type": "id_card", "id_number": "990785 19900307 7410", "name": "周念安", "sex": "female", "birth": "1990-03-07",
        "long_term": True,
    }  # fmt: skip
    from yichuang.kernel.check_digits import citizen_check

    body = "990785199003074" + "02"
    card["id_number"] = body + citizen_check(body)
    answer = desk.post("/persons/identify", card)
    assert answer.status_code == 200, answer.content
    made = answer.json()
    assert card["id_number"] not in answer.content.decode()
    assert "*" in made["person"]["id_number"]
    person = made["person"]["person_id"]
    assert desk.get(f"/persons/{person}").json() == made["person"]
    assert desk.get(f"/persons/{person}/cases").json() == {"cases": [], "next": None}
    from yichuang.people.models import IdentityCheck

    assert IdentityCheck.objects.get(pk=made["identity_check"]).method == "interface", "no reader of ours has read it"


def test_a_persons_cases_come_by_pages(world: World):
    filed(world)
    desk = Caller(world, "990801")
    person = world.person().pk
    first = desk.get(f"/persons/{person}/cases", limit=1).json()
    second = desk.get(f"/persons/{person}/cases", limit=1, cursor=first["next"]).json()
    assert [c["item"] for c in first["cases"] + second["cases"]] == [MOVE, PASSPORT]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("path", "most"),
    [("/worklist", 5), ("/worklist?view=done", 4), ("/persons/{person}/cases", 5), ("/cases/{number}", 6),
     ("/cases/{number}/history", 7), ("/cases/{number}/clock", 6), ("/applications/{application}", 6)],
)  # fmt: skip
def test_no_read_costs_more_queries_for_more_rows(world: World, django_assert_max_num_queries, path, most):
    for _ in range(3):
        numbers = filed(world)
    application = Application.objects.latest("id").number
    place = path.format(person=world.person().pk, number=numbers[MOVE], application=application)
    officer = Caller(world, "990812")
    assert officer.get(place).status_code == 200
    with django_assert_max_num_queries(most):
        assert officer.get(place).status_code == 200


def test_an_organisation_is_registered_once_and_files_through_who_has_come(world: World):
    """A clerk's program sends the licence's code; the same again answers the same, another's name is brought up to date."""
    desk = Caller(world, "990801")
    licence = {"uscc": "91350100M000100Y43", "name": "邻市机械厂", "reason": "核对营业执照"}
    first, again = (desk.post("/organisations", licence).json() for _ in range(2))
    assert first == again == {"id": first["id"], "uscc": licence["uscc"], "name": licence["name"]}
    wrong = desk.post("/organisations", {**licence, "uscc": "91350100M000100Y44"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "identifier.credit_code_check_digit")
    plan = {"person": world.person().pk, "organisation": first["id"], "choices": [{"item": "xz-norecord-unit"}]}
    fields = {each["element"]: each for each in desk.post("/plans", plan).json()["fields"]}
    assert fields["organisation_name"]["value"] == licence["name"]

"""A case is found, lived through again event by event, and a broken record is named."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.ground.world import TODAY
from yichuang.cases import commands as cm
from yichuang.cases.perform import perform
from yichuang.cases.queries import told
from yichuang.cases.status import SpecialKind
from yichuang.cases.store import load
from yichuang.cases.verify import verify_one
from yichuang.kernel import moment
from yichuang.surfaces.console.replay import states

EXAMINER = "990812"


@pytest.fixture
def lived(keepers) -> str:
    """A household move that was received, accepted, claimed, and halted for an expert review."""
    number = keepers.case()
    examiner = keepers.world.actor(EXAMINER)
    step = next(s for s in load(number).state.route if s.status.value == "active")
    perform(examiner, number, cm.Claim(step.key), key="2", now=TODAY + timedelta(hours=1))
    special = cm.StartSpecial(SpecialKind.EXPERT_REVIEW, "地址待核实", 3)
    perform(examiner, number, special, key="3", now=TODAY + timedelta(hours=2))
    return number


def tampered(number: str, seq: int, change: str = "jsonb_set(data, '{forged}', '1')") -> None:
    """Change an event behind the house's back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"UPDATE kernel_event SET data = {change}"
            " WHERE seq = %s AND stream = (SELECT id FROM cases_case WHERE number = %s)",
            [seq, number],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_last_replayed_state_is_the_stored_one(keepers, lived):
    state = load(lived).state
    replayed = states(state.id, told(state.id))
    assert replayed[-1] == state
    assert [each.version for each in replayed] == list(range(1, state.version + 1))


def test_each_moment_shows_state_route_and_clock_as_they_were(keepers, lived):
    first = keepers.see(keepers.AUDITOR, f"cases/{lived}/?at=1").content.decode()
    assert "已提交" in first
    assert "校验链完整" in first
    last = keepers.see(keepers.AUDITOR, f"cases/{lived}/").content.decode()
    assert "特别程序" in last
    assert "这一步改变了" in last
    assert "专家评审" in last
    english = keepers.see(keepers.AUDITOR, f"cases/{lived}/?at=3", "en").content.decode()
    assert "What this step changed" in english


def test_stepping_through_sends_only_the_moment(keepers, lived):
    client = keepers.client(keepers.AUDITOR)
    part = client.get(f"/console/cases/{lived}/?at=2", headers={"HX-Request": "true", "HX-Target": "instant"})
    assert 'data-instant="2"' in part.content.decode()
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize(("at", "shown"), [("0", 1), ("999999", None), ("-1", None), ("x", None), ("1", 1)])
def test_a_moment_that_never_was_shows_the_nearest(keepers, lived, at, shown):
    page = keepers.see(keepers.AUDITOR, f"cases/{lived}/?at={at}").content.decode()
    assert f'data-instant="{shown or load(lived).state.version}"' in page


def test_a_page_of_history_costs_a_bounded_number_of_queries(keepers, lived, queries_of):
    client = keepers.client(keepers.AUDITOR)
    assert queries_of(lambda: client.get(f"/console/cases/{lived}/")) <= 11


def test_a_case_of_another_subtree_is_not_there(keepers, lived):
    elsewhere = keepers.see("990831", f"cases/{lived}/")
    nowhere = keepers.see("990831", "cases/99078520261120999999X/")
    assert (elsewhere.status_code, nowhere.status_code) == (404, 404)
    said = [page.content.partition(b"<main")[2].partition(b"</main>")[0] for page in (elsewhere, nowhere)]
    assert said[0] == said[1]


def test_a_tampered_event_is_named_where_the_chain_breaks(keepers, lived):
    assert verify_one(load(lived).state.id) is None
    tampered(lived, 3)
    fault = verify_one(load(lived).state.id)
    assert (fault.number, fault.seq, fault.kind) == (lived, 3, "chain")
    page = keepers.see(keepers.AUDITOR, f"cases/{lived}/")
    assert page.status_code == 200
    assert "校验链在第 3 个事件处断开" in page.content.decode()


def test_what_an_unreadable_event_hides_is_said_and_what_came_before_is_shown(keepers, lived):
    tampered(lived, 3, "'{}'::jsonb")
    page = keepers.see(keepers.AUDITOR, f"cases/{lived}/").content.decode()
    assert "第 3 个事件已不可读" in page
    assert 'data-instant="2"' in page
    tampered(lived, 1, "'{}'::jsonb")
    assert "校验链在第 1 个事件处断开" in keepers.see(keepers.AUDITOR, f"cases/{lived}/").content.decode()


def test_a_tampered_state_is_told_from_a_broken_chain(keepers, lived):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_snapshot SET state = jsonb_set(state, '{window}', '77') WHERE case_id ="
            " (SELECT id FROM cases_case WHERE number = %s)",
            [lived],
        )
    assert "保存的状态与事件重放结果不一致" in keepers.see(keepers.AUDITOR, f"cases/{lived}/").content.decode()


def test_the_whole_verification_lists_the_tampered_case(keepers, lived, run_only, drawing):
    tampered(lived, 2)
    client = keepers.client(keepers.AUDITOR)
    client.post("/console/cases/verification/ask/")
    run_only("console.verify_record")
    page = client.get("/console/cases/verification/").content.decode()
    assert "1 处异常" in page
    assert lived in page
    assert "最近一次全量核验发现 1 处异常" in client.get("/console/").content.decode()


def test_a_case_is_found_by_number_name_and_document_number(keepers):
    number = keepers.case(name="林屿舟")
    client = keepers.client(keepers.AUDITOR)
    assert client.post("/console/cases/", {"words": f" {number} "}).url == f"/console/cases/{number}/"
    people = client.post("/console/cases/", {"words": "林屿舟"}).content.decode()
    assert "1 位同名申请人" in people
    from yichuang.people.models import Person

    person = Person.objects.get(name="林屿舟")
    found = client.post("/console/cases/", {"words": person.id_number}).content.decode()
    assert number in found
    assert person.id_number not in found
    assert number in client.get(f"/console/cases/?person={person.pk}").content.decode()
    assert "没有查到" in client.post("/console/cases/", {"words": "无此人"}).content.decode()


def test_a_manager_finds_the_own_subtrees_cases_only(keepers):
    number = keepers.case()
    assert number in keepers.see(keepers.MANAGER, "cases/").content.decode()
    assert number not in keepers.see("990831", "cases/").content.decode()


def test_time_stands_still_in_a_replay(keepers, lived):
    now = keepers.see(keepers.AUDITOR, f"cases/{lived}/?at=4").content
    with moment.at(TODAY + timedelta(hours=5)):
        later = keepers.see(keepers.AUDITOR, f"cases/{lived}/?at=4").content

    def instant(page: bytes) -> bytes:
        return page.partition(b'data-instant="4"')[2].partition(b"</details>")[0]

    without_tips = [
        b"\n".join(line for line in instant(page).splitlines() if b"tip-" not in line) for page in (now, later)
    ]
    assert without_tips[0] == without_tips[1]

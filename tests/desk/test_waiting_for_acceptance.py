"""The list of what waits for acceptance shows each case's own day, and whose word is next where there is none."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.applications.filings import MOVE, PASSPORT, story_1
from tests.desk.conftest import words
from tests.ground.world import TODAY
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.perform import perform
from yichuang.catalogue.queries import item_version
from yichuang.kernel import moment
from yichuang.surfaces.desk import intake

CLERK, TAKES = "990804", "990801"


@pytest.fixture
def came_in(desk):
    """``came_in(name)`` is the number of a passport renewal that came in online on TODAY."""
    online = replace(PASSPORT, answers={**PASSPORT.answers, "online_ready": "yes"})

    def filed(name: str) -> str:
        person = desk.world.person(name, serial=100 + 2 * Case.objects.count())
        filing = story_1(person.pk, desk.world.file(), channel="online", choices=(online,))
        return submit(desk.world.actor(CLERK), filing, key=name, now=TODAY).cases[0].number

    return filed


def listed(desk, after: timedelta = timedelta()) -> dict[str, intake.Row]:
    with moment.at(TODAY + after):
        return {row.number: row for row in intake.rows(desk.world.actor(TAKES, TODAY + after), TODAY + after)}


def do(desk, number: str, command: cm.Command, after: timedelta = timedelta()) -> None:
    now = TODAY + after
    perform(desk.world.actor(TAKES, now), number, command, key=f"{type(command).__name__}/{number}", now=now)


def test_a_received_case_shows_the_day_that_its_clock_keeps(desk, came_in):
    number = came_in("何远")
    do(desk, number, cm.Receive(), after=timedelta(days=3))
    row = listed(desk, after=timedelta(days=4))[number]
    assert row.due == Case.objects.get(number=number).due_at
    assert (row.due.date() - TODAY.date()).days == 10
    assert (row.remaining, row.unit, row.held) == (4, "working_day", "")


def test_the_fifth_day_stands_still_while_the_person_has_the_word(desk, came_in):
    number = came_in("何远")
    do(desk, number, cm.Receive())
    do(desk, number, cm.AskCorrection(("photo_exit_entry",), "照片不合格"))
    row = listed(desk, after=timedelta(days=25))[number]
    assert (row.due, row.held) == (None, "person")
    with moment.at(TODAY + timedelta(hours=1)):
        page = words(desk.client().get("/desk/intake/"))
    assert "等申请人补正" in page.split("</thead>")[1].split("</table>")[0]
    assert "已超" not in page


def test_what_nobody_has_received_yet_has_no_day_to_be_late_for(desk, came_in):
    number = came_in("何远")
    assert listed(desk, after=timedelta(days=20))[number].held == "unreceived"
    assert "收件后起算" in words(desk.client().get("/desk/intake/"))


def test_what_waits_for_the_person_stands_behind_what_waits_for_the_bureau(desk, came_in):
    first, second = came_in("何远"), came_in("江月")
    do(desk, first, cm.Receive())
    do(desk, first, cm.AskCorrection(("photo_exit_entry",), "照片不合格"))
    do(desk, second, cm.Receive(), after=timedelta(hours=1))
    assert list(listed(desk, after=timedelta(hours=2))) == [second, first]


def test_a_number_mistyped_leaves_the_list_where_it_is(desk, came_in):
    came_in("何远")
    answer = desk.client().get("/desk/intake/", {"case": "9907850000"})
    assert answer.status_code == 404
    assert 'data-refusal="authority.not_found"' in words(answer)
    assert "何远" in words(answer)
    assert 'value="9907850000"' in words(answer)


def test_the_remedies_stand_in_chinese_as_the_decision_will_say_them(desk, came_in):
    do(desk, came_in("何远"), cm.Receive())
    page = words(desk.client().get("/desk/intake/", headers={"Accept-Language": "en"}))
    assert "Remedies" in page
    assert "行政复议" in page


def test_what_waits_for_another_case_stays_on_a_list_until_its_examination_begins(desk, monkeypatch):
    monkeypatch.setattr("yichuang.applications.submit.item_version", dependent)
    person = desk.world.person("何远", serial=100)
    filing = story_1(person.pk, desk.world.file(), choices=(PASSPORT, MOVE))
    filed = submit(desk.world.actor(TAKES), filing, key="both", now=TODAY)
    number = next(case.number for case in filed.cases if case.item == "crj-passport-renew")
    assert {key: row.status for key, row in listed(desk).items()} == {number: "waiting"}
    assert intake.count(desk.world.actor(TAKES)) == 0
    with moment.at(TODAY):
        assert f"/office/cases/{number}/" in words(desk.client().get("/desk/intake/", {"case": number}))


def dependent(code: str, version: int | None = None):
    """The passport waits for the move, as an item that depends on another does."""
    item = item_version(code, version)
    return replace(item, depends_on=("hz-move-spouse",)) if code == "crj-passport-renew" else item

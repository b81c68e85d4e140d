"""Reminders: of what is overdue, but not while a special procedure runs and nobody may act."""

from datetime import timedelta

from tests.applications.filings import MOVE, story_1
from tests.ground.world import TODAY, World
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.models import Case
from yichuang.cases.perform import perform
from yichuang.cases.status import SpecialKind
from yichuang.cases.tasks import remind
from yichuang.kernel import moment
from yichuang.kernel.events import history

EXAMINER = "990812"
DAY = timedelta(days=1)


def reminded(case: Case) -> int:
    return [event.kind for event in history(case.pk)].count("reminded")


def test_nobody_is_reminded_of_what_a_special_procedure_keeps_from_being_done(world: World):
    filing = story_1(world.person().pk, world.file(), choices=(MOVE,))
    number = submit(world.actor("990801"), filing, key="filed", now=TODAY).cases[0].number
    case = Case.objects.get(number=number)
    late = case.due_at + DAY
    start = cm.StartSpecial(SpecialKind.APPRAISAL, "笔迹鉴定", 10)
    perform(world.actor(EXAMINER, late), number, start, key="start", now=late)
    for days in range(1, 4):
        with moment.at(late + days * DAY):
            remind(timestamp=0)
    assert reminded(case) == 0
    ended = late + 4 * DAY
    perform(world.actor(EXAMINER, ended), number, cm.EndSpecial("属实"), key="end", now=ended)
    with moment.at(ended):
        remind(timestamp=0)
    assert reminded(case) == 1

"""What the engine says no to before it has looked at a rule: nothing submitted, no such step, no such colleague."""

import pytest

from tests.api.calling import filed
from tests.cases.proceedings import ANN, CALENDAR, CHEN, CLERK, MONDAY, STAFF, Proceeding, accepted, step, submission
from tests.ground.refusals import nothing_written, refused
from tests.ground.world import TODAY
from yichuang.cases import commands as cm
from yichuang.cases.decide import carry_out
from yichuang.cases.facts import Facts
from yichuang.cases.perform import perform, perform_as_system
from yichuang.catalogue.definition import StepAct

NOBODY = 987654321


def test_a_case_is_submitted_once_and_before_anything_else():
    case = Proceeding()
    with refused("cases.already_submitted"):
        case.do(CLERK, submission())
    for commands in ((cm.Receive(),), ()):
        with refused("cases.not_submitted"):
            carry_out(1, None, commands, Facts(MONDAY, CALENDAR, STAFF[CLERK], STAFF))


@pytest.mark.parametrize("command", [cm.Opine("paint"), cm.Urge("paint", "快办"), cm.Acknowledge("paint")])
def test_nobody_speaks_at_a_step_that_the_route_lacks(command):
    with refused("cases.no_such_step"):
        accepted().do(ANN, command)


def test_what_its_route_has_no_step_for_is_not_done_with_a_case():
    without_window = (step("decide", StepAct.DECIDE),)
    with refused("cases.no_such_step"):
        Proceeding(route=without_window).do(CLERK, cm.Receive())


def test_only_what_was_asked_for_counts_as_handed_in():
    corrected = Proceeding()
    corrected.do(CLERK, cm.Receive(), cm.AskCorrection(("photo",), "缺照片"))
    with refused("cases.nothing_supplied"):
        corrected.do(CLERK, cm.SupplyCorrection(("lease",)))
    deferred = Proceeding()
    deferred.do(CLERK, cm.Receive(), cm.Accept(("photo",), 3))
    with refused("cases.nothing_supplied"):
        deferred.do(CLERK, cm.SupplyDeferred(("lease",)))


@pytest.mark.parametrize("command", [cm.Delegate, cm.Transfer])
def test_a_task_goes_to_somebody_who_serves(command):
    case = accepted()
    case.do(ANN, cm.Claim("check"))
    with refused("cases.no_such_colleague"):
        case.do(ANN, command("check", NOBODY, "休假"))
    assert case.step("check").asked()[0].staff == ANN != CHEN


def test_the_system_works_on_no_case_that_is_not_there(world):
    with nothing_written(), refused("cases.unknown_case"):
        perform_as_system(NOBODY, cm.DeemAccepted(), key="deem", now=TODAY)


def test_a_key_longer_than_its_column_is_refused_before_anything_is_written(world):
    number = filed(world)["hz-move-spouse"]
    with nothing_written(), refused("events.key_too_long"):
        perform(world.actor("990812"), number, cm.Claim("review"), key="k" * 101, now=TODAY)

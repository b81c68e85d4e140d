"""An organisation's results: its legal representative takes them, and whoever holds its mandate for the item."""

from datetime import timedelta

import pytest

from tests.api.calling import Caller, filed
from tests.applications.filings import MOVE, PASSPORT
from tests.evidence import samples
from tests.ground.world import TODAY, World
from yichuang.applications.models import Application
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.delivery.queries import for_organisations
from yichuang.evidence.signature import keep_signature
from yichuang.kernel.errors import Refusal
from yichuang.people.models import Agency, IdentityCheck, Organisation


@pytest.fixture
def application(world: World) -> Application:
    number = filed(world)[MOVE.item]
    found = Application.objects.get(number=Caller(world, "990801").get(f"/cases/{number}").json()["application"])
    found.organisation_id = Organisation.objects.create(uscc="91350100M000100Y43", name="邻市机械厂").pk
    found.save()
    return found


def mandate(application: Application, agent: int, *items: str, days: int = 30) -> None:
    Agency.objects.create(
        agent_id=agent, principal_organisation_id=application.organisation_id, items=list(items), document="委托书",
        since=TODAY.date() - timedelta(days=60), expires_on=TODAY.date() + timedelta(days=days),
    )  # fmt: skip


def test_a_mandate_is_good_for_what_it_names_and_as_long_as_it_lasts(world: World, application):
    agent = world.person(birth="19700505").pk
    both = [(application.pk, MOVE.item), (application.pk, PASSPORT.item)]
    assert for_organisations(agent, both, TODAY.date()) == frozenset()
    mandate(application, agent, PASSPORT.item, days=-1)
    assert for_organisations(agent, both, TODAY.date()) == frozenset()
    mandate(application, agent, MOVE.item)
    assert for_organisations(agent, both, TODAY.date()) == {both[0]}


def test_the_legal_representative_takes_everything_and_nothing_of_a_persons(world: World, application):
    head = world.person(birth="19700505").pk
    Organisation.objects.filter(pk=application.organisation_id).update(legal_representative_id=head)
    assert for_organisations(head, [(application.pk, MOVE.item)], TODAY.date()) == {(application.pk, MOVE.item)}
    Application.objects.filter(pk=application.pk).update(organisation_id=None)
    assert for_organisations(head, [(application.pk, MOVE.item)], TODAY.date()) == frozenset()


def test_the_hand_over_asks_it(world: World, application):
    agent = world.person(name="方砚秋", birth="19700505")
    check = IdentityCheck.objects.filter(person=agent).latest("pk").pk
    signature = keep_signature(samples.signature(), by=world.staff["990801"].pk, now=TODAY, check=check).sm3
    number = next(case["number"] for case in _cases(world, application) if case["item"] == MOVE.item)
    wanted = HandOver((number,), agent.name, check, signature, receiver_relation="agent")
    assert _refused(world, wanted) == "delivery.no_mandate"
    mandate(application, agent.pk, MOVE.item)
    assert _refused(world, wanted) == "cases.not_now", "the receiver is right; the result is not ready yet"


def _cases(world: World, application: Application) -> list[dict[str, str]]:
    return Caller(world, "990801").get(f"/applications/{application.number}").json()["cases"]


def _refused(world: World, wanted: HandOver) -> str:
    with pytest.raises(Refusal) as refused:
        hand_over(world.actor("990801"), wanted, key="for-it", now=TODAY)
    return refused.value.code

"""Everything of one person that is ready, over all lines, with what the law makes them hand in for it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from msgspec import Struct

from yichuang.applications.issue_papers import paper_now
from yichuang.applications.models import Application
from yichuang.applications.queries import APPLICATION, application_by_number
from yichuang.cases.gates import CASE, CASES, WORK
from yichuang.cases.models import Case
from yichuang.cases.status import Status
from yichuang.catalogue.definition import Item
from yichuang.catalogue.queries import item_version
from yichuang.delivery.hand_over import HandOver, fetching, must_surrender
from yichuang.delivery.queries import claims, results_on_the_way
from yichuang.delivery.receivers import RELATIVES, Fetched, check_receiver
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.licences.queries import pdf_of
from yichuang.licences.terms import PaperKind
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for
from yichuang.people.models import IdentityCheck, Organisation, Person
from yichuang.people.terms import CheckResult
from yichuang.surfaces.story.names import evidence, said

MOST = 50
LONGEST_NUMBER = 50


class Old(Struct, frozen=True):
    """An old document to be handed in."""

    key: str
    word: str


class Ready(Struct, frozen=True):
    """One result."""

    number: str
    code: str
    """Of the item."""
    item: str
    line: str
    results: tuple[str, ...]
    ready_at: datetime | None
    old: tuple[Old, ...]
    wants: tuple[Old, ...]
    """What somebody else has to show for it."""
    by: tuple[str, ...]
    """Who else may fetch it, in words; empty = whoever holds a mandate."""
    fetched: tuple[Fetched, ...]
    body: str = ""
    """The organisation that applied for it; empty where the person did."""
    travels_in: str = ""
    """Number of the bundle in which the result is still on its way to the window."""


def ready_for(actor: Actor, person: Person) -> tuple[Ready, ...]:
    """What waits for the person at whatever window took it (two queries)."""
    rows = Case.objects.filter(applicant_id=person.pk, status=Status.READY.value)
    body = Application.objects.filter(pk=OuterRef(OuterRef("application_id"))).values("organisation_id")
    called = Subquery(Organisation.objects.filter(pk__in=body).values("name"))
    cases = list(CASES.open(actor, rows, WORK).annotate(body=called).order_by("id")[:MOST])
    travelling = results_on_the_way(case.pk for case in cases) if cases else {}
    return tuple(_ready(case, case.body or "", travelling.get(case.pk, "")) for case in cases)


def _ready(case: Case, body: str, travels_in: str) -> Ready:
    item = item_version(case.item, case.item_version)
    return Ready(
        number=case.number,
        code=case.item,
        item=said(item.name),
        line=label("line", case.line),
        results=tuple(said(output.name) for output in item.outputs),
        ready_at=case.ready_at,
        old=tuple(Old(key, evidence(key)) for key in must_surrender(case.item, case.item_version)),
        wants=tuple(Old(key, evidence(key)) for key in _of_outputs(item, "collected_with")),
        by=tuple(label("collector", who) for who in _of_outputs(item, "collected_by")),
        fetched=fetching(case.item, case.item_version, _of_outputs(item, "collected_with")),
        body=body,
        travels_in=travels_in,
    )


def _of_outputs(item: Item, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for output in item.outputs for key in getattr(output, field)))


def check_of(actor: Actor, person: Person, now: datetime) -> IdentityCheck | None:
    """The identity check of the person at this desk that still holds, if there is one."""
    holds = rules_for(actor, now).check_holds
    rows = IdentityCheck.objects.filter(
        person=person, staff_id=actor.staff_id, result=CheckResult.PASSED, at__gte=now - holds
    )
    return rows.order_by("-at", "-pk").first()


def standing(person: Person, receiver: Person, ready: Iterable[Ready], on: date) -> Refusal | None:
    """Why this receiver may not yet take what is ready, or None: what the desk says before anybody signs. As which
    relative they come, and what they show, is entered afterwards and judged at the hand-over.
    """
    if receiver.pk == person.pk:
        return None
    [claim] = claims(receiver.pk, (person.pk,), on)
    results = (fetched for each in ready for fetched in each.fetched)
    return check_receiver(receiver.pk, next(iter(RELATIVES)), claim, results, on)


def find(actor: Actor, typed: str) -> str:
    """Where the pick-up of the application or case with this number is. Refusal("desk.nothing_found")."""
    number = "".join(typed.split())[:LONGEST_NUMBER]
    try:
        if application_by_number(number):
            person = APPLICATION.open(actor, number, "see").person_id
        else:
            person = CASE.open(actor, number, WORK).state.applicant
    except Refusal as refusal:
        raise Refusal("desk.nothing_found") from refusal
    return address(person)


def address(person: int, receiver: int | None = None) -> str:
    """The pick-up of this person's results by this receiver."""
    query = {"person": person, **({"receiver": receiver} if receiver else {})}
    return f"{reverse('desk:hand_over')}?{urlencode(query)}"


def wanted(posted: Mapping[str, str], numbers: Iterable[str], receiver: str, check: int, signature: str) -> HandOver:
    """The hand-over that the form asks for. Old documents: ``in.<case>.<evidence>``; reasons: ``why.<case>``; what
    somebody else showed: ``shown.<case>.<evidence>``. Pure.
    """
    chosen = tuple(numbers)
    return HandOver(
        cases=chosen,
        receiver=receiver,
        identity_check=check,
        signature=signature,
        receiver_relation=posted.get("relation", "self"),
        surrendered={number: _ticked(posted, "in", number) for number in chosen},
        not_surrendered_because={number: posted.get(f"why.{number}", "").strip() for number in chosen},
        shown={number: seen for number in chosen if (seen := _ticked(posted, "shown", number))},
    )


def _ticked(posted: Mapping[str, str], what: str, number: str) -> tuple[str, ...]:
    prefix = f"{what}.{number}."
    return tuple(name.removeprefix(prefix) for name in posted if name.startswith(prefix))


def applications_of(numbers: Iterable[str]) -> list[str]:
    """Numbers of the applications to which these cases belong (one query)."""
    ids = Case.objects.filter(number__in=list(numbers)).values("application_id")
    return list(Application.objects.filter(pk__in=ids).order_by("pk").values_list("number", flat=True))


def pdf_of_delivery(application: Application, now: datetime) -> bytes:
    """The latest 送达回执 of the application; issued now if no worker has yet."""
    return pdf_of(paper_now(application, PaperKind.DELIVERY_RECEIPT, now=now))

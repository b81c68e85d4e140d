"""Verb: hand everything of a visit out at one window: one identity check, one signature, one statement (统一窗口出件)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from msgspec import Struct, structs

from yichuang.applications import events as ev
from yichuang.applications.models import Application
from yichuang.applications.submit import ApplicationBatch
from yichuang.cases import commands as cm
from yichuang.cases.gates import CASE, WORK
from yichuang.cases.perform import decided, facts_for
from yichuang.cases.status import DeliveryWay
from yichuang.cases.store import Change, Loaded, batch
from yichuang.catalogue.queries import item_version
from yichuang.delivery.queries import claims, for_organisations
from yichuang.delivery.receivers import IN_PERSON, Fetched, check_receiver, check_sent
from yichuang.evidence.models import Signature
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import Recorded, append, chain, kept, once, stamp
from yichuang.kernel.localtime import local_date
from yichuang.kernel.record import Event
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for
from yichuang.people.card import same_name
from yichuang.people.models import IdentityCheck, Person
from yichuang.people.terms import CheckResult


class HandOver(Struct, frozen=True, forbid_unknown_fields=True):
    """What the window hands out, to whom, against what."""

    cases: tuple[str, ...]
    """Case numbers."""
    receiver: str
    """Name of whoever takes the results."""
    identity_check: int
    """Id of the identity check at pick-up."""
    signature: str
    """SM3 of what the receiver drew on the pad at that check (``evidence.signature``)."""
    receiver_relation: str = "self"
    surrendered: Mapping[str, tuple[str, ...]] = {}
    """By case number: evidence types of the old documents that were taken in."""
    not_surrendered_because: Mapping[str, str] = {}
    """By case number: why an old document cannot be handed in."""
    way: DeliveryWay = DeliveryWay.WINDOW
    shown: Mapping[str, tuple[str, ...]] = {}
    """By case number: evidence types that somebody else has shown for it (代领)."""


class HandedOver(Struct, frozen=True):
    """What a hand-over answers, and answers again when it is repeated."""

    cases: tuple[str, ...]
    at: str


def hand_over(actor: Actor, wanted: HandOver, *, key: str, now: datetime) -> HandedOver:
    """Hand out all of ``wanted.cases`` or none. The same ``key`` again gives the same answer.

    Refusal("delivery.nothing_chosen"), and whatever stands against one of the cases (surrender, what is still on its way …).
    """
    if not wanted.cases:
        raise Refusal("delivery.nothing_chosen")
    return once(key, actor.staff_id, HandedOver, lambda: _hand_over(actor, wanted, key, now))


def _hand_over(actor: Actor, wanted: HandOver, key: str, now: datetime) -> HandedOver:
    facts = facts_for(actor, now)
    opened = [CASE.open(actor, number, WORK) for number in dict.fromkeys(wanted.cases)]
    _check_receiver(wanted, opened, rules_for(actor, now).check_holds, now)
    changes = [decided(loaded, (_command(loaded, wanted),), facts) for loaded in opened]
    answer = HandedOver(tuple(loaded.state.number for loaded in opened), stamp(now))
    written = batch(changes, facts, kept(key, now, answer, actor.staff_id))
    applications = _applications(changes)
    linked = [_linked(each, changes, wanted, now, actor) for each in applications]
    whole = ApplicationBatch(
        **{**structs.asdict(written), "events": (*linked, *written.events)},
        applications=tuple(_row(each, event) for each, event in zip(applications, linked, strict=True)),
    )
    append("applications_append", whole)
    return answer


def _check_receiver(wanted: HandOver, opened: Sequence[Loaded], holds: timedelta, now: datetime) -> None:
    """Whoever stands there was checked just now, signed on this desk's pad, and may take the results; what is sent goes
    to the person.
    """
    if wanted.identity_check and wanted.signature:
        check = _signed_check(wanted, opened, holds, now)
        if not same_name(check.person.name, wanted.receiver):
            raise Refusal("delivery.receiver_differs", name=check.person.name)
        _raise_first(_against_receiver(check.person_id, wanted, opened, local_date(now)))
    elif wanted.way not in IN_PERSON:
        people = Person.objects.in_bulk({loaded.state.applicant for loaded in opened})
        _raise_first(check_sent(wanted.receiver, wanted.receiver_relation, each.name) for each in people.values())
    # In person without a check or a signature: the engine itself refuses that, with its own words.


def _signed_check(wanted: HandOver, opened: Sequence[Loaded], holds: timedelta, now: datetime) -> IdentityCheck:
    """The identity check of whoever signed (one query while all is well)."""
    signed = Signature.objects.filter(file_id=wanted.signature, identity_check_id=wanted.identity_check)
    signature = _drawn_anew(signed, opened).select_related("identity_check__person").first()
    check = signature.identity_check if signature else IdentityCheck.objects.filter(pk=wanted.identity_check).first()
    passed = check is not None and check.result == CheckResult.PASSED
    if check is None or not passed or not timedelta(0) <= now - check.at <= holds:
        raise Refusal("delivery.identity_not_checked")
    if signature is None:
        raise Refusal("delivery.signed_before" if signed.exists() else "delivery.not_signed_here")
    return check


def _drawn_anew(signed: "QuerySet[Signature]", opened: Sequence[Loaded]) -> "QuerySet[Signature]":
    """Who signs for results has them before their eyes: what was drawn to apply for something, or before the last of them
    was ready, is no receipt. The identity check of a visit serves for what is settled within it (当场办结).
    """
    applied = Application.objects.filter(signature_sm3=OuterRef("file_id"))
    received = Event.objects.annotate(drawing=KT("data__signature_sm3"), identity=KT("data__identity_check")).filter(
        kind="handed_over", drawing=OuterRef("file_id"), identity=Cast(OuterRef("identity_check_id"), TextField())
    )
    ready = [loaded.state.ready_at for loaded in opened if loaded.state.ready_at]
    return signed.filter(~Exists(applied), ~Exists(received), *(Q(at__gte=at) for at in ready))


def _against_receiver(
    receiver: int, wanted: HandOver, opened: Sequence[Loaded], today: date
) -> Iterable[Refusal | None]:
    """What stands against the receiver, person by person (no query for the person in person, four and more for others)."""
    results: dict[int, list[Fetched]] = {}
    states = [loaded.state for loaded in opened if loaded.state.applicant != receiver]
    entitled = (
        for_organisations(receiver, [(state.application, state.item) for state in states], today) if states else ()
    )
    for state in states:
        if (state.application, state.item) in entitled:
            continue
        fetched = fetching(state.item, state.item_version, wanted.shown.get(state.number, ()))
        results.setdefault(state.applicant, []).extend(fetched)
    others = claims(receiver, list(results), today)
    return (check_receiver(receiver, wanted.receiver_relation, each, results[each.person.person_id], today)
            for each in others)  # fmt: skip


def _raise_first(refusals: Iterable[Refusal | None]) -> None:
    for refusal in refusals:
        if refusal is not None:
            raise refusal


def _command(loaded: Loaded, wanted: HandOver) -> cm.Deliver:
    number = loaded.state.number
    return cm.Deliver(
        way=wanted.way,
        receiver=wanted.receiver,
        receiver_relation=wanted.receiver_relation,
        identity_check=wanted.identity_check,
        signature=wanted.signature,
        must_surrender=must_surrender(loaded.state.item, loaded.state.item_version),
        surrendered=wanted.surrendered.get(number, ()),
        not_surrendered_because=wanted.not_surrendered_because.get(number, ""),
    )


def must_surrender(item: str, version: int) -> tuple[str, ...]:
    """Evidence types of the old documents that the item's outputs replace (居民身份证法 art. 11)."""
    outputs = item_version(item, version).outputs
    return tuple(dict.fromkeys(output.surrenders for output in outputs if output.surrenders))


def fetching(item: str, version: int, shown: Collection[str]) -> tuple[Fetched, ...]:
    """The item's results with what it says of who else may fetch them; one without results is fetched as a whole."""
    outputs = item_version(item, version).outputs
    return tuple(Fetched(item, each.collected_by, each.collected_with, shown) for each in outputs) or (Fetched(item),)


def _applications(changes: Sequence[Change]) -> list[Application]:
    ids = sorted({change.after.application for change in changes})
    return list(Application.objects.filter(id__in=ids).order_by("id"))


def _linked(
    application: Application, changes: Sequence[Change], wanted: HandOver, now: datetime, actor: Actor
) -> Recorded:
    event = ev.HandedOver(
        cases=tuple(change.case for change in changes if change.after.application == application.id),
        receiver=wanted.receiver,
        receiver_relation=wanted.receiver_relation,
        identity_check=wanted.identity_check,
        signature_sm3=wanted.signature,
        shown=tuple(dict.fromkeys(kind for kinds in wanted.shown.values() for kind in kinds)),
    )
    return chain(application.id, application.version, application.hash, (event,), now, actor.staff_id)[0]


def _row(application: Application, event: Recorded) -> ev.ApplicationRow:
    kept = {name: getattr(application, name) for name in ev.ApplicationRow.__struct_fields__}
    moment = stamp(application.submitted_at)
    return ev.ApplicationRow(**{**kept, "submitted_at": moment, "version": event.seq, "hash": event.hash})

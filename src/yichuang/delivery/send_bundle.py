"""Verb: hand papers or results on to another unit: one bundle, one number, one list (交接单)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from msgspec import Struct

from yichuang.cases import commands as cm
from yichuang.cases.gates import CASE, WORK
from yichuang.cases.perform import perform_each
from yichuang.cases.status import Cargo
from yichuang.delivery.models import Bundle, BundleLine, Custody
from yichuang.delivery.tasks import issue_list
from yichuang.delivery.waiting import Waiting, waiting
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor

MOST_LINES = 60
"""One list of three pages; more go into another bundle."""
MOST_PIECES = 999
LONGEST_BAG = 40


class Sending(Struct, frozen=True, forbid_unknown_fields=True):
    """What is handed on, to whom."""

    to_unit: int
    what: Cargo
    pieces: Mapping[str, int]
    """By case number: how many pieces are in the bundle."""
    bag: str = ""
    """Seal number of the bag, if it is sealed."""


def send_bundle(actor: Actor, wanted: Sending, *, key: str, now: datetime) -> Bundle:
    """Send all of it or nothing. The same ``key`` again answers with the same bundle.

    Refusal("delivery.nothing_to_send"), ("delivery.too_many_lines"), ("delivery.no_pieces") and
    ("delivery.not_waiting_here") for what does not lie at the actor's unit or is not wanted there.
    """
    _check(wanted)
    for number in wanted.pieces:
        CASE.open(actor, number, WORK)
    with transaction.atomic():
        _lock(actor.unit_id)
        before = Bundle.objects.filter(key=key).first()
        return before or _sent(actor, wanted, key, now)


def _check(wanted: Sending) -> None:
    if not wanted.pieces:
        raise Refusal("delivery.nothing_to_send")
    if len(wanted.pieces) > MOST_LINES:
        raise Refusal("delivery.too_many_lines", most=MOST_LINES)
    empty = next((number for number, pieces in wanted.pieces.items() if not 0 < pieces <= MOST_PIECES), None)
    if empty:
        raise Refusal("delivery.no_pieces", number=empty)


def _lock(unit: int) -> None:
    """One bundle of a unit at a time: what two clerks have ticked goes into the first of the two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('delivery.bundle'), %s::int)", [unit])


def _sent(actor: Actor, wanted: Sending, key: str, now: datetime) -> Bundle:
    there = {each.number: each for each in waiting(actor.unit_id) if _meant(each, wanted)}
    missing = next((number for number in wanted.pieces if number not in there), None)
    if missing:
        raise Refusal("delivery.not_waiting_here", number=missing)
    bundle = Bundle.objects.create(
        number=_number(now), what=wanted.what, from_unit_id=actor.unit_id, to_unit_id=wanted.to_unit,
        bag=wanted.bag.replace("\x00", "").strip()[:LONGEST_BAG], sent_by_id=actor.staff_id, sent_at=now, key=key,
    )  # fmt: skip
    lines = [there[number] for number in wanted.pieces]
    BundleLine.objects.bulk_create(_line(bundle, each, wanted.pieces[each.number]) for each in lines)
    _on_the_way(bundle, lines)
    perform_each(actor, {each.case: _sent_on(bundle, wanted.pieces[each.number]) for each in lines}, now)
    issue_list.defer(bundle=bundle.pk)
    return bundle


def _meant(each: Waiting, wanted: Sending) -> bool:
    return each.what is wanted.what and each.to_unit == wanted.to_unit


def _number(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('delivery_bundle_serial')")
        return f"JJ{local_date(now):%Y%m%d}-{cursor.fetchone()[0]:05}"


def _line(bundle: Bundle, each: Waiting, pieces: int) -> BundleLine:
    return BundleLine(
        bundle=bundle, case_id=each.case, case_no=each.number, documents=list(each.documents), pieces=pieces
    )


def _sent_on(bundle: Bundle, pieces: int) -> cm.SendOn:
    return cm.SendOn(bundle.number, Cargo(bundle.what), bundle.to_unit_id, pieces)


def _on_the_way(bundle: Bundle, lines: Sequence[Waiting]) -> None:
    rows = [Custody(case_id=each.case, what=bundle.what, unit_id=bundle.from_unit_id, bundle=bundle) for each in lines]
    Custody.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["case_id", "what"], update_fields=["unit", "bundle"]
    )

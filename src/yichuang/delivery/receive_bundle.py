"""Verb: take a bundle over: everything as the list says, or with what differs put on record."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.cases import commands as cm
from yichuang.cases.perform import perform_each
from yichuang.cases.status import Cargo
from yichuang.delivery.gates import BUNDLE, TAKE
from yichuang.delivery.models import Bundle, BundleLine, BundleReceipt, Custody, Difference
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor

LONGEST_NOTE = 200
MOST_FOUND = 999


class Found(Struct, frozen=True):
    """What the receiver counted of one case, where it differs."""

    pieces: int
    note: str = ""


def receive_bundle(actor: Actor, number: str, found: Mapping[str, Found], *, now: datetime) -> BundleReceipt:
    """Take over the bundle ``number``; ``found`` by case number says what differs, and is empty when all is there.

    Of a case with nothing found, custody stays with the sender, in whose list it appears again. The same member of staff
    twice: the same receipt. Refusal("delivery.bundle_taken") when somebody else was first, ("delivery.not_in_bundle"),
    ("delivery.say_what_differs").
    """
    bundle = BUNDLE.open(actor, number, TAKE)
    lines = {line.case_no: line for line in bundle.lines.all()}
    counted = {
        number: Found(each.pieces, each.note.replace("\x00", "").strip()[:LONGEST_NOTE])
        for number, each in found.items()
    }
    differing = {number: each for number, each in counted.items() if _differs(lines, number, each)}
    try:
        with transaction.atomic():
            receipt = BundleReceipt.objects.create(bundle=bundle, taken_by_id=actor.staff_id, taken_at=now)
            Difference.objects.bulk_create(_difference(receipt, lines[each], differing[each]) for each in differing)
            perform_each(actor, {line.case_id: _taken_over(bundle, line, differing) for line in lines.values()}, now)
            _lies_here(bundle, [each for each, seen in differing.items() if not seen.pieces])
    except IntegrityError:
        return _before(actor, bundle)
    return receipt


def _differs(lines: Mapping[str, BundleLine], number: str, seen: Found) -> bool:
    """Whether it is a difference at all; a different number of pieces needs a word."""
    if number not in lines:
        raise Refusal("delivery.not_in_bundle", number=number)
    other = seen.pieces != lines[number].pieces
    if not 0 <= seen.pieces <= MOST_FOUND or (other and not seen.note):
        raise Refusal("delivery.say_what_differs", number=number)
    return other or bool(seen.note)


def _difference(receipt: BundleReceipt, line: BundleLine, seen: Found) -> Difference:
    return Difference(receipt=receipt, line=line, found=seen.pieces, note=seen.note)


def _taken_over(bundle: Bundle, line: BundleLine, differing: Mapping[str, Found]) -> cm.TakeOver:
    seen = differing.get(line.case_no, Found(line.pieces))
    return cm.TakeOver(bundle.number, Cargo(bundle.what), seen.pieces, seen.note)


def _lies_here(bundle: Bundle, missing: list[str]) -> None:
    on_the_way = Custody.objects.filter(bundle=bundle)
    gone = BundleLine.objects.filter(bundle=bundle, case_no__in=missing).values("case_id")
    on_the_way.filter(case_id__in=gone).update(bundle=None)
    on_the_way.exclude(case_id__in=gone).update(unit=bundle.to_unit_id, bundle=None)


def _before(actor: Actor, bundle: Bundle) -> BundleReceipt:
    receipt = BundleReceipt.objects.select_related("taken_by").get(bundle=bundle)
    if receipt.taken_by_id != actor.staff_id:
        raise Refusal("delivery.bundle_taken", number=bundle.number, name=receipt.taken_by.name)
    return receipt

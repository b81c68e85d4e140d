"""The bureau, a clerk and ready filings, as the benches of the engine use them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from secrets import token_hex
from uuid import uuid4

from msgspec import json, structs

from yichuang.applications import submit as submitting
from yichuang.applications.filing import Choice, Filing, Given
from yichuang.applications.plan import PlanField
from yichuang.applications.submit import Visit, prepare, submit
from yichuang.catalogue.publish import publish_catalogue
from yichuang.demo.bureau import acting, build_bureau, bureau
from yichuang.demo.signatures import drawn
from yichuang.evidence.models import Signature, StoredFile
from yichuang.evidence.signature import store_signature
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.check_digits import citizen_check
from yichuang.kernel.identifiers import Sex
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Staff
from yichuang.organisation.offices import office_book
from yichuang.people.card import Card
from yichuang.people.identify import identify
from yichuang.people.terms import IdType

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=BUREAU_TIME)
SEEN = Given(MaterialState.SEEN, originals=1)
NAME_CHANGE = Choice("hz-name-adult", {"new_surname": "unchanged", "employed_now": "none", "name_situation": "none"})
"""Four proofs; accept, review, approve, hand over."""
MOVE = Choice(
    "hz-move-spouse",
    {
        "move_origin": "same_province", "marriage_place": "mainland", "sponsor_household": "family",
        "move_dwelling": "unit",
    },
)  # fmt: skip
FORM = {
    "applicant_phone": "13800138000", "old_address": "邻市南街3号", "move_out_station": "邻市南街派出所",
    "household_number": "99070012345", "sponsor_name": "林屿舟", "sponsor_id_number": "990785198812120110",
    "marriage_date": "2024-05-20", "marriage_certificate_number": "J990785-2024-000123",
    "household_head_name": "林屿舟", "relation_to_head": "spouse", "new_address": "澄溪县青石镇溪边路8号",
    "move_in_station": "青石派出所",
}  # fmt: skip


@cache
def signature() -> str:
    """SM3 of the applicant's signature, handed in at the clerk's own pad; the same drawing is kept once."""
    return store_signature(drawn("周念安"), by=actor("990801").staff_id, now=NOW).sm3


def drawings(count: int, now: datetime = NOW, check: int | None = None) -> list[str]:
    """SM3s of so many signatures given at the clerk's pad, at the identity check where one is named: each signs one filing,
    or for the results of one.
    """
    sample, clerk = StoredFile.objects.get(pk=signature()), actor("990801").staff_id
    made = [token_hex(32) for _ in range(count)]
    StoredFile.objects.bulk_create(
        [
            StoredFile(sm3=sm3, media_type=sample.media_type, size=sample.size, stored_at=now, stored_by=clerk)
            for sm3 in made
        ],
        batch_size=1000,
    )
    given = [Signature(file_id=sm3, identity_check_id=check, by=clerk, at=now) for sm3 in made]
    Signature.objects.bulk_create(given, batch_size=1000)
    return made


def found_bureau() -> int:
    """Set the bureau up; the applicant's person id."""
    staff = build_bureau(bureau(), NOW - timedelta(days=120))
    publish_catalogue(NOW - timedelta(days=120))
    signature()
    body = "99078519900307412"
    card = Card(
        IdType.ID_CARD,
        body + citizen_check(body),
        "周念安",
        Sex.FEMALE,
        datetime(1990, 3, 7, tzinfo=BUREAU_TIME).date(),
        "汉",
        "澄溪县",
        valid_to=datetime(2040, 3, 7, tzinfo=BUREAU_TIME).date(),
    )
    return identify(acting(staff["990801"], NOW), card, now=NOW).pk


def actor(badge: str) -> Actor:
    """The member of staff with this badge."""
    return acting(Staff.objects.get(badge=badge), NOW)


def filing(person: int, choice: Choice = MOVE) -> Filing:
    """A complete filing of one item with everything that its plan asks for."""
    empty = Filing(person=person, choices=(choice,), form=FORM, signature=signature())
    plan = prepare(actor("990801"), empty, office_book(actor("990801").unit_id), NOW).plan
    left = {field.element.key: _sample(field) for field in plan.fields if field.required and not field.value}
    return structs.replace(empty, form={**left, **FORM}, materials={line.evidence.key: SEEN for line in plan.materials})


def _sample(field: PlanField) -> str:
    plain = {"date": "2020-05-20", "phone": "13800138000", "number": "1", "citizen_id": "990785198812120110"}
    options = field.element.options
    return options[0].value if options else plain.get(field.element.type, "A12345678")


def payloads(person: int, turns: int) -> list[bytes]:
    """What ``turns`` submissions would send, made beforehand: the floor only sends it."""
    clerk, wanted = actor("990801"), filing(person)
    book = office_book(clerk.unit_id)
    return [_payload(prepare(clerk, each, book, NOW, numbered=True)) for each in each_signed(wanted, turns)]


def _payload(visit: Visit) -> bytes:
    changes = [submitting._case(visit, case, place) for place, case in enumerate(visit.plan.cases, 1)]  # noqa: SLF001 - the floor is our own statement
    answer = submitting._answer(visit, changes)  # noqa: SLF001
    return json.encode(submitting._batch(visit, changes, answer, fresh_key()))  # noqa: SLF001


def fresh_key() -> str:
    """An idempotency key that no process and no round has used: a repeated one would only be answered."""
    return uuid4().hex


def each_signed(wanted: Filing, count: int) -> Iterator[Filing]:
    """``wanted`` so many times, each under a signature of its own."""
    return (structs.replace(wanted, signature=drawing) for drawing in drawings(count))


def signed_filing(wanted: Filing, drawing: str) -> tuple[Filing, str]:
    """``wanted`` under a signature of its own, and a fresh key to submit it under."""
    return structs.replace(wanted, signature=drawing), fresh_key()


def file_once(clerk: Actor, wanted: Filing, drawing: str) -> submitting.Filed:
    """Submit under a fresh key and a signature of its own."""
    given, key = signed_filing(wanted, drawing)
    return submit(clerk, given, key=key, now=NOW)

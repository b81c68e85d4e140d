"""Verb: issue a licence with its GB/T 36904 identifier."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.kernel.licence_ids import LicenceId, make_licence_id
from yichuang.kernel.localtime import local_date
from yichuang.licences.models import Licence
from yichuang.licences.numbers import next_licence_serial


class LicenceOrder(Struct, frozen=True):
    """What a decision says of the licence to issue."""

    key: str
    """Idempotency key, such as the id of the event that asks for it and the output's key."""
    kind: str
    """Key of the output in the catalogue."""
    name: Text
    type_code: str
    """证照类型代码: 21 signs."""
    issuer_code: str
    unit: int
    case_no: str
    valid_from: date
    valid_to: date | None
    """Last good day; None = without end."""
    person: int | None = None
    organisation: int | None = None
    number: str = ""
    """证照编号; empty = the serial serves as the number."""


def issue_licence(order: LicenceOrder, *, now: datetime) -> Licence:
    """Issue a first version, once: a second call with the same key returns the first licence."""
    _check(order)
    issued = Licence.objects.filter(key=order.key).first()
    if issued is not None:
        return issued
    identifier = make_licence_id(order.type_code, order.issuer_code, next_licence_serial(local_date(now)))
    try:
        with transaction.atomic():
            return _record(order, identifier, now)
    except IntegrityError:
        return Licence.objects.get(key=order.key)


def _check(order: LicenceOrder) -> None:
    """Refuse a validity that ends before it begins, and anything but one holder."""
    if (order.person is None) == (order.organisation is None):
        raise Refusal("licences.no_holder")
    if order.valid_to is not None and order.valid_to < order.valid_from:
        raise Refusal("licences.bad_validity", start=order.valid_from, to=order.valid_to)


def _record(order: LicenceOrder, identifier: LicenceId, now: datetime) -> Licence:
    return Licence.objects.create(
        key=order.key,
        kind=order.kind,
        name_zh=order.name.zh,
        name_en=order.name.en,
        type_code=identifier.type_code,
        issuer_code=identifier.issuer,
        serial=identifier.serial,
        version=identifier.version,
        identifier=identifier.text,
        number=order.number or identifier.serial,
        person_id=order.person,
        organisation_id=order.organisation,
        unit_id=order.unit,
        issued_on=local_date(now),
        valid_from=order.valid_from,
        valid_to=order.valid_to,
        status_since=now,
        case_no=order.case_no,
    )

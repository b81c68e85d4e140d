"""Whether the one form is filled in as it must be. Pure: values in, one finding per field out."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from yichuang.applications.plan import PlanField
from yichuang.catalogue.definition import Element
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_citizen_id, check_credit_code, normalise
from yichuang.kernel.legible import illegible

REQUIRED = "form.required"
_PHONE = re.compile(r"(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})", re.ASCII)
_DOCUMENT = re.compile(r"[0-9A-Z\u4e00-\u9fff()（）〔〕\[\]/·.-]{3,40}", re.IGNORECASE)
"""Letters, digits and signs as documents bear them; plates and certificates bear Chinese characters too."""
_DAY = re.compile(r"(19|20|21)\d{2}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?", re.ASCII)


class FieldError(Struct, frozen=True):
    """What is wrong with one field; ``code`` names a refusal whose words say what to do."""

    element: str
    code: str
    params: Mapping[str, str] = {}


class Entered(Struct, frozen=True):
    """What somebody entered, judged by the dictionary alone: that needs neither the person nor a plan."""

    values: Mapping[str, str] = {}
    wrong: Mapping[str, FieldError] = {}
    """By element."""


def judged(values: Mapping[str, str], elements: Mapping[str, Element], today: date) -> Entered:
    """``values`` with what is wrong with each by itself; an empty one lacks where its field is required."""
    unclear = bool(illegible("".join(values.values())))  # of hardly any form: who is to blame is asked only then
    found = [
        _wrong(element, value, today, unclear=unclear)
        for key, value in values.items()
        if (element := elements.get(key))
    ]
    return Entered(values, {error.element: error for error in found if error is not None})


def check_form(
    fields: Iterable[PlanField], values: Mapping[str, str], today: date, entered: Entered
) -> tuple[FieldError, ...]:
    """All errors of the form at once, in the order of its fields. What was ``entered`` is judged already, what was filled in
    is not.
    """
    filled = dict(values.items() - entered.values.items())
    errors = [
        _check_field(field, values, today, entered)
        for field in fields
        if (key := field.element.key) in filled
        or key in entered.wrong
        or (field.required and key not in values)
        or field.element.other_than
    ]
    return tuple([error for error in errors if error is not None])


def _check_field(field: PlanField, values: Mapping[str, str], today: date, entered: Entered) -> FieldError | None:
    element = field.element
    value = values.get(element.key, "")
    as_entered = entered.values.get(element.key) == value
    wrong = entered.wrong.get(element.key) if as_entered else _wrong(element, value, today)
    if wrong is not None:
        return wrong if field.required or wrong.code != REQUIRED else None
    if element.other_than and normalise(value) == normalise(values.get(element.other_than, "")):
        return FieldError(element.key, "form.repeated")  # another person's number is given as the applicant's own
    return None


def _wrong(element: Element, entered: str, today: date, *, unclear: bool = True) -> FieldError | None:
    """``unclear``: whether there may be a sign in it that nobody can read."""
    value = entered.strip()
    if not value:
        return FieldError(element.key, REQUIRED)
    if unclear and (sign := illegible(value)):
        return FieldError(element.key, "form.illegible", {"sign": sign})
    if len(value) > element.max_length:
        return FieldError(element.key, "form.too_long", {"longest": str(element.max_length)})
    check = _CHECKS.get(element.type)
    return check(element, value, today) if check else None


def _date(element: Element, value: str, today: date) -> FieldError | None:
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        return FieldError(element.key, "form.date")
    if day > today and element.past:
        return FieldError(element.key, "form.future")
    return None


def _citizen_id(element: Element, value: str, today: date) -> FieldError | None:
    return _refused(element, lambda: check_citizen_id(value, today=today))


def _uscc(element: Element, value: str, _today: date) -> FieldError | None:
    return _refused(element, lambda: check_credit_code(value))


def _refused(element: Element, check: Callable[[], object]) -> FieldError | None:
    try:
        check()
    except Refusal as refusal:
        params = {name: str(param) for name, param in refusal.params.items()}
        return FieldError(element.key, refusal.code, params)
    return None


def _phone(element: Element, value: str, _today: date) -> FieldError | None:
    bare = value.replace(" ", "").replace("-", "").removeprefix("+86")
    return None if _PHONE.fullmatch(bare) else FieldError(element.key, "form.phone")


def _document(element: Element, value: str, _today: date) -> FieldError | None:
    return None if _DOCUMENT.fullmatch(value) else FieldError(element.key, "form.document_no")


def _choice(element: Element, value: str, _today: date) -> FieldError | None:
    options = element.options
    known = not options or any(option.value == value for option in options)
    return None if known else FieldError(element.key, "form.choice")


def _number(element: Element, value: str, _today: date) -> FieldError | None:
    return None if _NUMBER.fullmatch(value) else FieldError(element.key, "form.number")


def _boolean(element: Element, value: str, _today: date) -> FieldError | None:
    return None if value in {"true", "false"} else FieldError(element.key, "form.choice")


_CHECKS = {
    "date": _date,
    "citizen_id": _citizen_id,
    "uscc": _uscc,
    "phone": _phone,
    "document_no": _document,
    "choice": _choice,
    "number": _number,
    "boolean": _boolean,
}

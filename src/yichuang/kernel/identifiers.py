"""Numbers of people, organisations and items: normalised, checked with a reason, and grouped for reading.

``check_*`` returns the parsed number or raises a :class:`Refusal` that says which part is wrong.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

from msgspec import Struct
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from yichuang.kernel.check_digits import ALPHANUMERIC, CREDIT_CODE, DIGITS, citizen_check, credit_code_check
from yichuang.kernel.errors import Refusal

_SEPARATORS = re.compile(r"[\s\-‐-―−·_]+")
CITIZEN_LENGTH = 18
CREDIT_CODE_LENGTH = 18
BASE_CODE_LENGTH = 12
IMPLEMENTATION_LENGTH = CREDIT_CODE_LENGTH + 1 + BASE_CODE_LENGTH
BUSINESS_LENGTH = IMPLEMENTATION_LENGTH + 2
OLDEST_BIRTH_YEAR = 1900
LEVELS = frozenset("1234567")
"""行使层级 of an implementation code: 1 state … 5 township, 6 and 7 by list (GB/T 39046 A.2 and C0109 differ there)."""
CITIZEN_GROUPS = (6, 8, 4)


class Sex(StrEnum):
    """Sex as the sequence digit of a citizen number tells it: odd is male (GB 11643)."""

    MALE = "male"
    FEMALE = "female"


class CitizenId(Struct, frozen=True):
    """A 公民身份号码 whose shape, date and check digit hold."""

    number: str
    region: str
    """The six-digit division of first registration; it need not exist any more."""
    birth: date
    sex: Sex

    def age_on(self, day: date) -> int:
        return age_on(self.birth, day)


class ImplementationCode(Struct, frozen=True):
    """实施编码: who carries an item out, at which level, and which catalogue item it is."""

    body: str
    """统一社会信用代码 of the implementing body."""
    level: str
    base: str
    """基本编码 of the item; opaque but for its length."""
    variant: str = ""
    """The two digits that make a 业务办理项编码 of it; empty otherwise."""

    @property
    def text(self) -> str:
        return f"{self.body}{self.level}{self.base}{self.variant}"


def normalise(text: str) -> str:
    """``text`` as it is stored and compared: half-width, capital, without spaces, hyphens and middle dots."""
    joined = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return unicodedata.normalize("NFKC", joined)


def grouped(text: str, groups: tuple[int, ...]) -> str:
    """``text`` cut into groups for reading aloud: ``440785 19900101 123X``. What is left over forms a last group."""
    parts, start = [], 0
    for size in groups:
        parts.append(text[start : start + size])
        start += size
    return " ".join(part for part in [*parts, text[start:]] if part)


def age_on(birth: date, day: date) -> int:
    """Full years of age on ``day``. Born on 29 February, one completes a year on 28 February (Civil Code art. 202)."""
    if day < birth:
        raise Refusal("identifier.citizen_born_later", birth=birth)
    leapling = (birth.month, birth.day) == (2, 29) and (day.month, day.day) == (2, 28)
    reached = leapling or (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (not reached)


def check_citizen_id(text: str, *, today: date) -> CitizenId:
    """The 公民身份号码 in ``text`` (GB 11643). Whether its region exists is asked separately: :func:`check_region`."""
    number = normalise(text)
    if len(number) != CITIZEN_LENGTH:
        raise Refusal("identifier.citizen_length", length=len(number))
    if not DIGITS.issuperset(number[:-1]) or number[-1] not in DIGITS | {"X"}:
        raise Refusal("identifier.citizen_characters")
    birth = _birth(number[6:14])
    if citizen_check(number[:-1]) != number[-1]:
        raise Refusal("identifier.citizen_check_digit")
    if birth > today:
        raise Refusal("identifier.citizen_born_later", birth=birth)
    return CitizenId(number, number[:6], birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def check_region(citizen: CitizenId) -> None:
    """Refuse a number whose region was never assigned, or not in the year of birth."""
    try:
        ric.get_birth_place(citizen.number)
    except ValidationError:
        raise Refusal("identifier.citizen_region", region=citizen.region) from None


def check_credit_code(text: str) -> str:
    """The 统一社会信用代码 in ``text`` (GB 32100), normalised.

    Registering bodies may be letters (A, N, Y), which common libraries refuse; so only its check digit comes from one.
    """
    code = normalise(text)
    if len(code) != CREDIT_CODE_LENGTH:
        raise Refusal("identifier.credit_code_length", length=len(code))
    if not CREDIT_CODE.issuperset(code) or not DIGITS.issuperset(code[2:8]):
        raise Refusal("identifier.credit_code_characters")
    if credit_code_check(code[:-1]) != code[-1]:
        raise Refusal("identifier.credit_code_check_digit")
    return code


def check_base_code(text: str) -> str:
    """The 基本编码 in ``text``: 12 characters, otherwise opaque."""
    code = normalise(text)
    _length("identifier.base_code", code, BASE_CODE_LENGTH)
    return code


def check_implementation_code(text: str) -> ImplementationCode:
    """The 实施编码 in ``text``: credit code of the body, level, base code; 31 characters."""
    code = normalise(text)
    _length("identifier.implementation_code", code, IMPLEMENTATION_LENGTH)
    return _implementation(code)


def check_business_code(text: str) -> ImplementationCode:
    """The 业务办理项编码 in ``text``: a 实施编码 and two digits; 33 characters."""
    code = normalise(text)
    _length("identifier.business_code", code, BUSINESS_LENGTH)
    if not DIGITS.issuperset(code[IMPLEMENTATION_LENGTH:]):
        raise Refusal("identifier.business_code", length=len(code), expected=BUSINESS_LENGTH)
    return _implementation(code)


def _implementation(code: str) -> ImplementationCode:
    body, level = check_credit_code(code[:CREDIT_CODE_LENGTH]), code[CREDIT_CODE_LENGTH]
    if level not in LEVELS:
        raise Refusal("identifier.implementation_level", level=level)
    return ImplementationCode(body, level, code[19:IMPLEMENTATION_LENGTH], code[IMPLEMENTATION_LENGTH:])


def _length(refusal: str, code: str, expected: int) -> None:
    if len(code) != expected or not ALPHANUMERIC.issuperset(code):
        raise Refusal(refusal, length=len(code), expected=expected)


def _birth(digits: str) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Refusal("identifier.citizen_birth_date", digits=digits) from None
    if birth.year < OLDEST_BIRTH_YEAR:
        raise Refusal("identifier.citizen_birth_date", digits=digits)
    return birth

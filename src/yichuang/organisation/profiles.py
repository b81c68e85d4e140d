"""What stands on the papers of a unit: its own profile, or that of the nearest unit above that has one."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.organisation.models import Unit, UnitProfile

Found = TypeVar("Found")


class Profile(Struct, frozen=True):
    """A unit as its papers name it."""

    name: Text
    """The issuing authority (发文机关), also round its seal."""
    mark: str
    """发文代字."""
    address: Text
    phone: str
    complaint_phone: str
    review_body: Text
    """复议机关."""
    court: Text
    """The court of first instance against its decisions."""


class Letterhead(Struct, frozen=True):
    """Who speaks when a unit issues something."""

    profile: Profile
    credit_code: str
    """统一社会信用代码 of the issuing body: the nearest from the unit up; empty where none is on record."""
    root_credit_code: str
    """That of the uppermost unit, which numbers the house's own types of licences."""


def letterhead(unit: int) -> Letterhead:
    """The letterhead of ``unit``. Three queries. Refusal("organisation.no_profile") where nobody above has a profile."""
    own = Unit.objects.get(pk=unit)
    line = [int(part) for part in own.path.split("/") if part]
    profiles = {each.unit_id: each for each in UnitProfile.objects.filter(unit_id__in=line)}
    profile = _first(profiles.get(one) for one in reversed(line))
    if profile is None:
        raise Refusal("organisation.no_profile", unit_zh=own.name_zh, unit_en=own.name_en)
    codes = dict(Unit.objects.filter(pk__in=line).values_list("pk", "uscc"))
    nearest = _first(codes[one] or None for one in reversed(line))
    return Letterhead(_profile(profile), nearest or "", codes[line[0]])


def profile_of(unit: int) -> Profile:
    """What stands on the papers of ``unit``."""
    return letterhead(unit).profile


def _first(candidates: Iterable[Found | None]) -> Found | None:
    return next((each for each in candidates if each is not None), None)


def _profile(row: UnitProfile) -> Profile:
    return Profile(
        name=Text(row.name_zh, row.name_en),
        mark=row.mark,
        address=Text(row.address_zh, row.address_en),
        phone=row.phone,
        complaint_phone=row.complaint_phone,
        review_body=Text(row.review_body_zh, row.review_body_en),
        court=Text(row.court_zh, row.court_en),
    )

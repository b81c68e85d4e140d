"""The invented county bureau: units, hall, windows, 44 staff with qualifications and grants, each by its line's own rule."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.crypto import sm3
from yichuang.kernel.data_files import read_data
from yichuang.kernel.set_calendar_day import set_calendar_day
from yichuang.kernel.set_calendar_year import set_calendar_year
from yichuang.organisation.actor import Actor
from yichuang.organisation.enrol import NewStanding, enrol
from yichuang.organisation.establish import NewUnit, NewWindow, establish, open_hall, open_windows
from yichuang.organisation.grant import NewGrant, grant_all
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.models import Staff
from yichuang.organisation.offices import forget_offices
from yichuang.organisation.profiles import Profile
from yichuang.organisation.qualify import Passed, qualify
from yichuang.organisation.queries import actor_for
from yichuang.organisation.second_factor import bind_codes
from yichuang.organisation.set_profile import put_profile
from yichuang.organisation.shift import sit_down
from yichuang.organisation.terms import Act, PostKind, Role, StaffKind, StandingKind

REGION = "990785"
"""The invented county's region code; no region beginning with 99 is assigned."""
DATA = Path(__file__).with_name("bureau.yaml")
GRANTED_FOR = timedelta(days=3 * 365)
CITY_ADMIN = "990700"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

GRANTORS = {Line.HOUSEHOLD: "YJ-HZ", Line.EXIT_ENTRY: "YJ-CRJ", Line.TRAFFIC: "YJ"}
"""Which unit's document grants a line; the city bureau for those not named."""
STANDINGS = {Line.EXIT_ENTRY: StandingKind.SECONDED, Line.TRAFFIC: StandingKind.TRAFFIC_ENROLLED}
"""What a line asks besides the qualification."""


class Scope(Struct, frozen=True):
    """Where somebody's grants hold."""

    unit: str
    level: Level


class Member(Struct, frozen=True):
    """One entry of the roster."""

    badge: str
    name: str
    unit: str
    title_zh: str
    title_en: str
    posts: tuple[PostKind, ...]
    roles: tuple[Role, ...]
    lines: tuple[Line, ...]
    acts: tuple[Act, ...]
    at: Scope
    kind: StaffKind = StaffKind.OFFICER
    window: int | None = None


class Bureau(Struct, frozen=True):
    """``bureau.yaml`` as it stands."""

    password: str
    introduced: tuple[str, ...]
    """Badges that whoever starts the demo is told."""
    units: tuple[NewUnit, ...]
    profiles: dict[str, Profile]
    """What stands on the papers, by the code of the unit."""
    stations: tuple[str, ...]
    windows: tuple[NewWindow, ...]
    staff: tuple[Member, ...]
    station_officers: tuple[str, ...]
    station_auxiliaries: tuple[str, ...]
    calendar_2027: dict[str, Any]

    def roster(self) -> tuple[Member, ...]:
        """Everybody: the roster and one officer a station, two at the first ones."""
        officers = [_at_station(place, name) for place, name in enumerate(self.station_officers)]
        helpers = [_at_station(place, name, helper=True) for place, name in enumerate(self.station_auxiliaries)]
        return (*self.staff, *officers, *helpers)


@cache
def bureau() -> Bureau:
    """The bureau's data, read and checked."""
    return read_data(DATA, Bureau)


def accounts() -> tuple[str, ...]:
    """What to sign in with, a line for each of those introduced."""
    found = bureau()
    introduced = [member for badge in found.introduced for member in found.staff if member.badge == badge]
    return tuple(f"{each.badge}  {found.password}  {each.title_zh} / {each.title_en}" for each in introduced)


def _at_station(place: int, name: str, *, helper: bool = False) -> Member:
    return Member(
        badge=f"99{'2' if helper else '1'}{place + 1:03}",
        name=name,
        unit=_station(place),
        title_zh="户籍辅警" if helper else "户籍民警",
        title_en="Household auxiliary" if helper else "Household officer",
        posts=(PostKind.WINDOW,),
        roles=(Role.CLERK,) if helper else (Role.OFFICER, Role.CLERK),
        lines=(Line.HOUSEHOLD, Line.CRIMINAL),
        acts=(Act.RECEIVE, Act.ISSUE) if helper else tuple(Act),
        at=Scope(_station(place), Level.STATION),
        kind=StaffKind.AUXILIARY if helper else StaffKind.OFFICER,
    )


def _station(place: int) -> str:
    return f"CX-S{place + 1:02}"


def build_bureau(found: Bureau, now: datetime) -> dict[str, Staff]:
    """Set the bureau up as it stood on ``now``; staff by badge."""
    _calendar(found, now)
    units = establish([*found.units, *_stations(found)])
    for code, profile in found.profiles.items():
        put_profile(units[code], profile)
    hall = open_hall(
        units["CX-HALL"], code="CX-HALL", name_zh="澄溪县公安政务服务大厅", name_en="Chengxi Service Hall",
        address="城东街道会文街1号",
    )  # fmt: skip
    windows = {window.number: window.pk for window in open_windows(hall, found.windows)}
    roster = found.roster()
    staff = dict(
        zip((each.badge for each in roster), hire(_newcomers(roster), password=found.password, now=now), strict=True)
    )
    _authorise(roster, staff, now)
    bind_codes({member.account_id: totp_secret(badge) for badge, member in staff.items()}, now)
    forget_offices()
    for member in roster:
        if member.window is not None:
            sit_down(acting(staff[member.badge], now), windows[member.window], now=now)
    return staff


def acting(member: Staff, now: datetime) -> Actor:
    """The member of staff as an actor on that day."""
    actor = actor_for(member.account_id, now.date())
    if actor is None:
        raise LookupError(member.badge)
    return actor


def totp_secret(badge: str) -> str:
    """The demo's code secret of a badge: reproducible, so that a phone that was set up once stays valid."""
    return "".join(BASE32[byte % 32] for byte in sm3(f"demo {badge}".encode()))


def _stations(found: Bureau) -> list[NewUnit]:
    return [
        NewUnit(
            code=_station(place),
            parent="CX",
            level=Level.STATION,
            name_zh=f"澄溪县公安局{name}派出所",
            name_en=f"Chengxi Police Station {place + 1}",
            region=REGION,
        )
        for place, name in enumerate(found.stations)
    ]


def _calendar(found: Bureau, now: datetime) -> None:
    source = found.calendar_2027["source"]
    for day, (name_zh, name_en) in found.calendar_2027["days"].items():
        set_calendar_day(
            region="", day=date.fromisoformat(day), is_workday=False, source=source, by="demo", now=now,
            name_zh=name_zh, name_en=name_en,
        )  # fmt: skip
    set_calendar_year(region="", year=2027, loaded=True, source=source, by="demo", now=now)


def _newcomers(roster: Sequence[Member]) -> list[Newcomer]:
    return [
        Newcomer(
            each.badge, each.name, each.unit, each.kind, each.title_zh, each.title_en, each.posts, each.roles
        )
        for each in roster
    ]  # fmt: skip


def _authorise(roster: Sequence[Member], staff: dict[str, Staff], now: datetime) -> None:
    since, until = (now - timedelta(days=200)).date(), (now + GRANTED_FOR).date()
    qualify([_passed(staff[m.badge], line, since, until) for m in roster for line in m.lines])
    enrol(list(_standings(roster, staff, since)))
    # The city's administrator records what the city's departments grant.
    city = acting(staff[CITY_ADMIN], now)
    grant_all(city, [new for m in roster for new in _grants(m, staff[m.badge], since, until)], now=now)


def _passed(member: Staff, line: Line, since: date, until: date) -> Passed:
    return Passed(member.pk, line, since, until, f"{line.value}-{member.badge}")


def _standings(roster: Sequence[Member], staff: dict[str, Staff], since: date) -> Iterable[NewStanding]:
    for member in roster:
        for line in member.lines:
            if line in STANDINGS:
                document = f"云公人〔2026〕{member.badge[-3:]}号"
                yield NewStanding(staff[member.badge].pk, STANDINGS[line], line, since, document)


def _grants(member: Member, staff: Staff, since: date, until: date) -> Iterable[NewGrant]:
    for line in member.lines:
        for act in member.acts:
            yield NewGrant(
                staff_id=staff.pk,
                line=line,
                act=act,
                level=member.at.level,
                unit=member.at.unit,
                granted_by=GRANTORS.get(line, "YJ"),
                granted_on=since,
                expires_on=until,
                document_no=f"云公授〔2026〕{member.badge[-3:]}号",
            )

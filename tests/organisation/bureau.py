"""A small bureau for tests: a city with its household department, a county with a hall, two stations and a post."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.actor import Actor
from yichuang.organisation.enrol import NewStanding, enrol
from yichuang.organisation.establish import NewUnit, NewWindow, establish, open_hall, open_windows
from yichuang.organisation.grant import NewGrant
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.models import Staff, Unit, Window
from yichuang.organisation.qualify import Passed, qualify
from yichuang.organisation.queries import actor_for
from yichuang.organisation.terms import Act, Role, StaffKind, StandingKind, WindowKind

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
LAST_DAY = date(2027, 11, 20)
PASSWORD = "a password for tests"

UNITS = [
    NewUnit("city", Level.CITY, "江南市公安局", "Jiangnan City Bureau", "440700"),
    NewUnit(
        "city-hj", Level.CITY, "市局户政支队", "City household department", "440700", "city", lines=(Line.HOUSEHOLD,)
    ),
    NewUnit("county", Level.COUNTY, "恩和县公安局", "Enhe County Bureau", "440785", "city"),
    NewUnit("station-1", Level.STATION, "东城派出所", "East Station", "440785", "county"),
    NewUnit("post-1", Level.POST, "东城社区警务室", "East community post", "440785", "station-1"),
    NewUnit("station-2", Level.STATION, "西城派出所", "West Station", "440785", "county"),
    NewUnit("other-county", Level.COUNTY, "安宁县公安局", "Anning County Bureau", "440784", "city"),
]
PEOPLE = [
    Newcomer("100001", "管理员", "county", StaffKind.OFFICER, roles=(Role.ADMIN,)),
    Newcomer("100002", "陈一", "county", StaffKind.OFFICER, roles=(Role.CLERK,)),
    Newcomer("100003", "李二", "station-1", StaffKind.OFFICER, roles=(Role.OFFICER,)),
    Newcomer("100004", "王三", "county", StaffKind.AUXILIARY, roles=(Role.CLERK,)),
    Newcomer("100005", "赵外", "other-county", StaffKind.OFFICER, roles=(Role.ADMIN,)),
    Newcomer("100006", "孙市", "city", StaffKind.OFFICER, roles=(Role.ADMIN,)),
    Newcomer("100007", "周站", "station-1", StaffKind.OFFICER, roles=(Role.ADMIN,)),
]
WINDOWS = [
    NewWindow(1, WindowKind.ONE_WINDOW, (Line.HOUSEHOLD, Line.EXIT_ENTRY, Line.TRAFFIC)),
    NewWindow(2, WindowKind.SPECIALIST, (Line.TRAFFIC,)),
]


class Bureau(Struct, frozen=True):
    """What was set up, by code, badge and number."""

    units: dict[str, Unit]
    staff: dict[str, Staff]
    windows: list[Window]

    def actor(self, badge: str, on: date = TODAY) -> Actor:
        found = actor_for(self.staff[badge].account_id, on)
        assert found is not None
        return found

    def granting(self, badge: str, line: Line, act: Act, **changes: object) -> NewGrant:
        facts: dict[str, object] = {
            "staff_id": self.staff[badge].pk,
            "line": line,
            "act": act,
            "level": Level.COUNTY,
            "unit": "county",
            "granted_by": "city-hj" if line is Line.HOUSEHOLD else "county",
            "granted_on": TODAY,
            "expires_on": LAST_DAY,
            "document_no": "江公政〔2026〕8号",
        }
        return NewGrant(**{**facts, **changes})  # type: ignore[arg-type]


def set_up_bureau() -> Bureau:
    units = establish(UNITS)
    hall = open_hall(units["county"], code="hall", name_zh="办证大厅", name_en="Service hall")
    staff = {member.badge: member for member in hire(PEOPLE, password=PASSWORD, now=NOW)}
    return Bureau(units, staff, open_windows(hall, WINDOWS))


def qualified(bureau: Bureau, badge: str, *lines: Line, until: date = LAST_DAY) -> None:
    qualify(
        [Passed(bureau.staff[badge].pk, line, date(2026, 1, 5), until, f"{badge}-{line}-{until}") for line in lines]
    )


def enrolled(bureau: Bureau, badge: str, kind: StandingKind, line: Line, until: date | None = None) -> None:
    enrol([NewStanding(bureau.staff[badge].pk, kind, line, date(2026, 1, 1), "江公借〔2026〕1号", until)])

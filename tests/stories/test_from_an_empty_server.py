"""From an empty database to the first case, as docs/deploy.md says it: one command, one publication, then only screens."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from tests.applications.filings import MOVE, story_1
from tests.ground.world import TODAY, World
from yichuang.__main__ import parser
from yichuang.applications.submit import submit
from yichuang.cases.models import Case, Task
from yichuang.cases.verify import verify
from yichuang.catalogue import queries
from yichuang.catalogue.publish import publish_catalogue
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.commands import COMMANDS
from yichuang.organisation.demo_codes import _code
from yichuang.organisation.models import Account, Unit, Window
from yichuang.organisation.profiles import profile_of
from yichuang.organisation.queries import actor_for

FOUND = [
    "bureau", "found", "--name", "云江市公安局", "--name-en", "Yunjiang City Public Security Bureau", "--region", "990700",
    "--uscc", "11990700007314424E", "--admin-badge", "990700", "--admin-name", "闵怀瑾", "--code", "YJ",
]  # fmt: skip
HEAD = {
    "profile_name_zh": "澄溪县公安局", "profile_name_en": "Chengxi County Public Security Bureau", "mark": "澄公政服",
    "profile_address_zh": "会文街1号", "profile_address_en": "1 Huiwen Street", "phone": "0999-5550785",
    "complaint_phone": "0999-5550789", "review_body_zh": "澄溪县人民政府", "review_body_en": "the county government",
    "court_zh": "澄溪县人民法院", "court_en": "the county court",
}  # fmt: skip
ACTS = ("receive", "review", "decide", "issue")


@pytest.fixture(autouse=True)
def _empty(db, settings, tmp_path):
    settings.DEMO = True  # only so that the test can read the one-time codes
    settings.FILES_ROOT = tmp_path
    cache.clear()
    queries.forget_all()
    with moment.at(TODAY):
        yield
    queries.forget_all()


def first_sign_in(badge: str, password: str, way_in: str) -> Client:
    """Bind a code device, prove it, choose a password of one's own."""
    client = Client(headers={"accept": "text/html"})
    client.post("/accounts/login/", {"login": badge, "password": password, "next": way_in})
    setup = client.get(way_in).url
    code = _code(client.get(setup).context["form"].secret)
    client.post(setup, {"code": code})
    client.post(client.get(way_in).url, {"code": code})
    own = f"own password of {badge}"
    client.post(client.get(way_in).url, {"oldpassword": password, "password1": own, "password2": own})
    assert client.get(way_in).status_code == 200
    return client


def do(client: Client, deed: str, key: object, **fields: object) -> str:
    """A dialog of the console, confirmed; what it answers."""
    answer = client.post(f"/console/do/{deed}/{key}/", fields, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200, page
    return page


def unit(admin: Client, parent: str, code: str, level: str, name: str, lines: tuple[str, ...] = ()) -> None:
    region = "990700" if level == "city" else "990785"
    do(admin, "add_unit", parent, code=code, level=level, name_zh=name, name_en=code, region=region, uscc="",
       competent_lines=lines)  # fmt: skip


def second_administrator(badge: str = "990702") -> Client:
    """Who the server puts beside the first administrator, signed in."""
    chosen = parser(COMMANDS).parse_args(["bureau", "administrator", "--badge", badge, "--name", "另一位"])
    return first_sign_in(badge, chosen.chosen.run(chosen).data["password"], "/console/")


def take_on(admin: Client, other: Client, badge: str, at: str, role: str, post: str) -> str:
    """Somebody new, able and allowed to handle household cases; the first password."""
    page = do(admin, "take_on", at, badge=badge, person_name=f"民警{badge}", staff_kind="officer", unit=at, title_zh="",
              title_en="", posts=[post], roles=[role])  # fmt: skip
    do(admin, "add_qualification", badge, line="household", passed_on="2026-11-01", expires_on="2029-10-31",
       certificate_no=f"H-{badge}")  # fmt: skip
    for act in ACTS:
        do(other, "grant", badge, line="household", act=act, level="county", scope="CX", granted_by="YJ-HZ",
           granted_on="2026-11-20", expires_on="2027-11-19", document_no="云公授〔2026〕1号")  # fmt: skip
    return page.partition('class="secret" translate="no">')[2].partition("<")[0]


def set_up() -> Client:
    """The command, the catalogue, and the console: units, letterhead, hall, window, calendar."""
    chosen = parser(COMMANDS).parse_args(FOUND)
    password = chosen.chosen.run(chosen).data["password"]
    publish_catalogue(TODAY)
    admin = first_sign_in("990700", password, "/console/")
    unit(admin, "YJ", "YJ-HZ", "city", "云江市公安局户政支队", ("household",))
    unit(admin, "YJ", "CX", "county", "澄溪县公安局")
    unit(admin, "CX", "CX-HZ", "county", "澄溪县公安局户政大队", ("household",))
    unit(admin, "CX", "CX-HALL", "county", "澄溪县公安政务服务大厅")
    do(admin, "set_profile", "CX", **HEAD)
    do(admin, "add_hall", "CX-HALL", code="CX-H1", name_zh="政务服务大厅", name_en="Service Hall", address="会文街1号")
    do(admin, "add_window", "CX-H1", number="1", window_kind="one_window", window_lines=["household"])
    do(
        admin,
        "set_day",
        "cn~2027-01-01",
        day_kind="off",
        day_name_zh="元旦",
        day_name_en="New Year",
        source="国办发明电",
    )
    do(admin, "confirm_year", "cn~2027", source="国办发明电〔2026〕7号")
    do(admin, "set_setting", "990785~closing", setting_value="17:00", holds_since="2026-11-20", reason="县局办公时间")
    return admin


def test_a_bureau_is_founded_furnished_and_files_its_first_case():
    admin, other = set_up(), second_administrator()
    password = take_on(admin, other, "990801", "CX-HALL", "clerk", "window")
    take_on(admin, other, "990812", "CX-HZ", "officer", "review")

    clerk = first_sign_in("990801", password, "/desk/")
    assert "请选择今天的窗口" in clerk.get("/desk/").content.decode()
    clerk.post("/desk/seat", {"window": Window.objects.get().pk})
    assert "请下一位刷身份证" in clerk.get("/desk/").content.decode()

    actor = actor_for(Account.objects.get(username="990801").pk, local_date(TODAY))
    counter = SimpleNamespace(actor=lambda _badge: actor)
    person = World.person(counter)
    filed = submit(actor, story_1(person.pk, World.file(counter), choices=(MOVE,)), key="first", now=TODAY)

    case = Case.objects.get()
    assert (case.number, case.status) == (filed.cases[0].number, "reviewing")
    assert case.due_at is not None
    assert Task.objects.get(ended_at=None).unit_id == Unit.objects.get(code="CX-HZ").pk
    assert profile_of(case.unit_id).mark == "澄公政服"
    assert verify().faults == ()


def test_who_is_granted_nothing_can_sign_in_and_do_nothing():
    admin = set_up()
    page = do(admin, "take_on", "CX-HALL", badge="990801", person_name="新来", staff_kind="officer", unit="CX-HALL",
              title_zh="", title_en="", posts=["window"], roles=["clerk"])  # fmt: skip
    first_sign_in("990801", page.partition('class="secret" translate="no">')[2].partition("<")[0], "/desk/")
    actor = actor_for(Account.objects.get(username="990801").pk, local_date(TODAY))
    counter = SimpleNamespace(actor=lambda _badge: actor)
    with pytest.raises(Refusal) as refused:
        World.person(counter)
    assert refused.value.code == "people.not_serving"
    assert not Case.objects.exists()

"""A bureau is founded once, from the command line; everything after that is done by its administrator on screens."""

import pytest
from django.db import connection
from django.test import Client

from tests.organisation.bureau import NOW
from yichuang import __main__ as command_line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.commands import COMMANDS
from yichuang.organisation.demo_codes import _code
from yichuang.organisation.establish import NewUnit
from yichuang.organisation.found import Founder, found_bureau, level_of
from yichuang.organisation.models import Account, ChangeLog, Staff, Unit

USCC = "11990700007314424E"
GIVEN = {
    "--name": "云江市公安局", "--name-en": "Yunjiang City Public Security Bureau", "--region": "990700",
    "--uscc": USCC, "--admin-badge": "990700", "--admin-name": "闵怀瑾",
}  # fmt: skip


def found(**changes: str):
    given = {**GIVEN, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    words = [word for pair in given.items() for word in pair]
    chosen = command_line.parser(COMMANDS).parse_args(["bureau", "found", *words])
    return chosen.chosen.run(chosen)


@pytest.mark.django_db
def test_it_sets_up_the_root_and_one_administrator_with_a_password_told_once():
    told = found()
    unit, member = Unit.objects.get(), Staff.objects.get()
    assert (unit.code, unit.level, unit.path, unit.uscc) == ("990700", "city", f"/{unit.pk}/", USCC)
    assert (member.badge, member.roles) == ("990700", ["admin"])
    assert Account.objects.get().check_password(told.data["password"])
    assert any(told.data["password"] in line for line in told.lines)
    assert not any(told.data["password"] in str(row) for row in ChangeLog.objects.values_list("detail", "reason"))
    assert list(ChangeLog.objects.order_by("pk").values_list("event", flat=True)) == ["unit_added", "hired"]


@pytest.mark.parametrize(
    ("region", "level"), [("990000", "province"), ("990700", "city"), ("990785", "county"), ("990001", "county")]
)
def test_the_region_says_which_level_the_bureau_has(region, level):
    assert level_of(region) == level


@pytest.mark.django_db
def test_where_a_bureau_stands_nothing_is_founded():
    found()
    with pytest.raises(Refusal) as refused:
        found(region="990800", admin_badge="990800")
    assert refused.value.code == "organisation.bureau_exists"
    assert "云江市公安局" in refused.value.message("zh")
    assert (Unit.objects.count(), Staff.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"uscc": "11990700007314424F"}, "identifier.credit_code"),
        ({"region": "99070"}, "organisation.bad_region"),
        ({"name_en": " "}, "organisation.name_missing"),
        ({"admin_badge": "x"}, "organisation.bad_badge"),
        ({"admin_name": ""}, "organisation.person_name"),
        ({"code": "云江"}, "organisation.bad_code"),
    ],
)
def test_what_cannot_be_right_is_refused_and_leaves_nothing_behind(wrong, code):
    with pytest.raises(Refusal) as refused:
        found(**wrong)
    assert refused.value.code.startswith(code)
    assert not Unit.objects.exists()
    assert not Account.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_found_one():
    from concurrent.futures import ThreadPoolExecutor

    def attempt(region: str) -> str:
        try:
            found_bureau(
                NewUnit(region, level_of(region), "局", "Bureau", region, uscc=USCC), Founder(region, "甲"), now=NOW
            )
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "founded"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, ("990700", "990800"))) == ["founded", "organisation.bureau_exists"]
    assert Unit.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.urls("tests.organisation.sign_in_urls")
def test_the_first_sign_in_binds_a_code_device_and_changes_the_password(settings, client: Client):
    settings.DEMO = True
    password = found().data["password"]
    client.post("/accounts/login/", {"login": "990700", "password": password, "next": "/console/"})
    setup = client.get("/console/").url
    assert setup.startswith("/accounts/2fa/totp/activate/")
    code = _code(client.get(setup).context["form"].secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    proof = client.get("/console/").url
    client.post(proof, {"code": code})
    change = client.get("/console/").url
    assert change.startswith("/accounts/password/change/")
    new = {"oldpassword": password, "password1": "a long new password", "password2": "a long new password"}
    client.post(change, new)
    assert client.get("/console/").content == b"console"
    assert not Account.objects.get().first_password


def second(**changes: str):
    given = {"--badge": "990701", "--name": "另一位", **{f"--{name}": value for name, value in changes.items()}}
    words = [word for pair in given.items() for word in pair]
    chosen = command_line.parser(COMMANDS).parse_args(["bureau", "administrator", *words])
    return chosen.chosen.run(chosen)


@pytest.mark.django_db
def test_the_second_administrator_comes_from_the_server_and_no_third_one():
    found()
    told = second()
    member = Staff.objects.get(badge="990701")
    assert (member.roles, member.unit) == (["admin"], Unit.objects.get())
    assert member.account.check_password(told.data["password"])
    assert any(told.data["password"] in line for line in told.lines)
    assert ChangeLog.objects.filter(staff=member).values_list("event", "actor_id").get() == ("hired", member.pk)
    with pytest.raises(Refusal) as refused:
        second(badge="990702")
    assert refused.value.code == "organisation.administrators_there"
    Staff.objects.filter(badge="990701").update(active=False)
    assert second(badge="990702").data["administrator"] == "990702"


@pytest.mark.django_db
def test_before_the_founding_there_is_nobody_to_stand_beside():
    with pytest.raises(Refusal) as refused:
        second()
    assert refused.value.code == "organisation.no_bureau"

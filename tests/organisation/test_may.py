"""What an acting officer may do follows from the grants in force, and from nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor, GrantFacts, may, oversees
from yichuang.organisation.authority import require, require_role
from yichuang.organisation.terms import Act, Role

DAY = date(2026, 11, 21)
PATHS = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(lambda ids: "/" + "".join(f"{n}/" for n in ids))
GRANTS = st.builds(
    GrantFacts,
    line=st.sampled_from(list(Line)[:3]),
    act=st.sampled_from(list(Act)),
    level=st.sampled_from([Level.STATION, Level.COUNTY, Level.CITY]),
    unit_path=PATHS,
    since=st.dates(date(2026, 11, 1), date(2026, 11, 20)),
    until=st.dates(date(2026, 11, 20), date(2026, 12, 10)),
)
QUESTIONS = st.tuples(
    st.sampled_from(list(Act)),
    st.sampled_from(list(Line)[:3]),
    st.sampled_from([Level.STATION, Level.COUNTY, Level.CITY]),
    PATHS,
    st.dates(date(2026, 10, 25), date(2026, 12, 15)),
)


def actor(*grants: GrantFacts, roles: frozenset[str] = frozenset()) -> Actor:
    return Actor(1, 1, "陈一", 4, "/1/4/", Level.COUNTY, None, grants, roles)


GRANT = GrantFacts(Line.TRAFFIC, Act.RECEIVE, Level.COUNTY, "/1/4/", DAY, DAY + timedelta(days=30))


def test_a_grant_allows_its_own_act_line_level_and_unit():
    assert may(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/", DAY)


def test_a_grant_reaches_down_its_units_subtree_and_nowhere_else():
    assert may(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/9/", DAY)
    assert not may(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/", DAY)
    assert not may(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/5/", DAY)
    assert not may(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/40/", DAY), "40 is not under 4"


@pytest.mark.parametrize(
    ("act", "line", "level"),
    [
        (Act.DECIDE, Line.TRAFFIC, Level.COUNTY),
        (Act.RECEIVE, Line.HOUSEHOLD, Level.COUNTY),
        (Act.RECEIVE, Line.TRAFFIC, Level.CITY),
        (Act.RECEIVE, Line.TRAFFIC, Level.STATION),
    ],
)
def test_a_grant_says_nothing_about_another_act_line_or_level(act, line, level):
    assert not may(actor(GRANT), act, line, level, "/1/4/", DAY)


def test_a_grant_holds_on_its_first_and_last_day_and_not_around_them():
    held = actor(GRANT)
    assert may(held, Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/", GRANT.until)
    assert not may(held, Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/", GRANT.until + timedelta(days=1))
    assert not may(held, Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/", GRANT.since - timedelta(days=1))


@given(QUESTIONS)
def test_nobody_may_anything_without_a_grant(question):
    assert not may(actor(roles=frozenset({"admin", "manager"})), *question)


@given(st.lists(GRANTS, max_size=4), GRANTS, QUESTIONS)
def test_one_more_grant_never_takes_a_right_away(grants, extra, question):
    if may(actor(*grants), *question):
        assert may(actor(*grants, extra), *question)


@given(st.lists(GRANTS, max_size=5), QUESTIONS)
def test_may_is_what_any_single_grant_allows(grants, question):
    assert may(actor(*grants), *question) == any(may(actor(one), *question) for one in grants)


@given(GRANTS, QUESTIONS)
def test_who_may_in_a_unit_may_in_every_unit_under_it(grant, question):
    act, line, level, path, day = question
    if may(actor(grant), act, line, level, path, day):
        assert may(actor(grant), act, line, level, f"{path}77/", day)


@given(GRANTS, QUESTIONS)
def test_a_shorter_grant_never_allows_more(grant, question):
    shorter = structs.replace(grant, until=grant.until - timedelta(days=1))
    assert may(actor(grant), *question) or not may(actor(shorter), *question)


def test_the_refusal_names_line_act_and_level_in_both_languages():
    with pytest.raises(Refusal) as refused:
        require(actor(), Act.DECIDE, Line.EXIT_ENTRY, Level.COUNTY, "/1/4/", DAY)
    assert refused.value.code == "authority.not_granted"
    assert refused.value.params["line"] == "exit_entry"
    assert "审批" in refused.value.message("zh")
    assert "县级" in refused.value.message("zh")
    english = refused.value.message("en")
    assert "Decide" in english
    assert "County" in english
    assert english.isascii(), "no Chinese word slips into the English text"


def test_require_passes_in_silence_when_the_actor_may():
    require(actor(GRANT), Act.RECEIVE, Line.TRAFFIC, Level.COUNTY, "/1/4/", DAY)


def test_a_role_is_asked_for_by_its_name():
    require_role(actor(roles=frozenset({"auditor"})), Role.ADMIN, Role.AUDITOR)
    with pytest.raises(Refusal) as refused:
        require_role(actor(roles=frozenset({"clerk"})), Role.ADMIN, Role.AUDITOR)
    assert refused.value.code == "authority.role_needed"
    assert "系统管理员、监督审计" in refused.value.message("zh")
    assert "Administrator, Auditor" in refused.value.message("en")


def test_an_officer_oversees_the_own_unit_and_those_under_it():
    assert oversees(actor(), "/1/4/")
    assert oversees(actor(), "/1/4/9/")
    assert not oversees(actor(), "/1/")

"""Each line's own rule for grants bites, and a grant lives no longer than what it rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from yichuang.catalogue.definition import Level, Line
from yichuang.organisation.grant_rules import (
    GrantRequest,
    HeldGrant,
    QualificationFacts,
    StaffFacts,
    StandingFacts,
    UnitFacts,
    check_grant,
    in_force,
    territory,
)
from yichuang.organisation.rule_book import rule_book, rule_for
from yichuang.organisation.terms import Act, StaffKind, StandingKind

DAY = date(2026, 11, 21)
END = date(2027, 11, 20)
CITY = UnitFacts("/1/", Level.CITY)
CITY_HOUSEHOLD = UnitFacts("/1/2/", Level.CITY, (Line.HOUSEHOLD,))
CITY_TRAFFIC = UnitFacts("/1/3/", Level.CITY, (Line.TRAFFIC,))
COUNTY = UnitFacts("/1/4/", Level.COUNTY)
STATION = UnitFacts("/1/4/9/", Level.STATION)
ELSEWHERE = UnitFacts("/1/5/", Level.COUNTY)


def passed(line: Line, until: date = END) -> QualificationFacts:
    return QualificationFacts(line, date(2026, 1, 5), until)


def stands(kind: StandingKind, line: Line, until: date | None = None) -> StandingFacts:
    return StandingFacts(kind, line, date(2026, 1, 1), until)


def staff(*qualifications: QualificationFacts, standings: tuple[StandingFacts, ...] = (), **changes) -> StaffFacts:
    return structs.replace(StaffFacts("陈一", StaffKind.OFFICER, True, qualifications, standings), **changes)


def request(line: Line, who: StaffFacts, **changes) -> GrantRequest:
    granter = CITY_HOUSEHOLD if line is Line.HOUSEHOLD else COUNTY
    asked = GrantRequest(who, line, Act.RECEIVE, Level.COUNTY, COUNTY, granter, DAY, END, "江公政〔2026〕8号")
    return structs.replace(asked, **changes)


def refused(asked: GrantRequest) -> str | None:
    refusal = check_grant(rule_for(asked.line), asked)
    return refusal.code if refusal else None


def test_household_authority_comes_from_the_citys_household_department():
    assert refused(request(Line.HOUSEHOLD, staff(passed(Line.HOUSEHOLD)))) is None


def test_household_authority_does_not_come_from_a_county():
    asked = request(Line.HOUSEHOLD, staff(passed(Line.HOUSEHOLD)), granter=COUNTY)
    refusal = check_grant(rule_for(Line.HOUSEHOLD), asked)
    assert refusal is not None
    assert refusal.code == "grant.granter_level"
    assert "市级户政部门" in refusal.message("zh")
    assert "household department at city level" in refusal.message("en")


@pytest.mark.parametrize("granter", [CITY, CITY_TRAFFIC])
def test_household_authority_does_not_come_from_another_body_of_the_city(granter):
    asked = request(Line.HOUSEHOLD, staff(passed(Line.HOUSEHOLD)), granter=granter)
    assert refused(asked) == "grant.granter_department"


@pytest.mark.parametrize("kind", [StandingKind.TRANSFERRED, StandingKind.SECONDED])
def test_exit_entry_authority_goes_to_staff_transferred_or_seconded_to_it(kind):
    who = staff(passed(Line.EXIT_ENTRY), standings=(stands(kind, Line.EXIT_ENTRY),))
    assert refused(request(Line.EXIT_ENTRY, who)) is None


@pytest.mark.parametrize(
    "standings",
    [
        (),
        (stands(StandingKind.SECONDED, Line.TRAFFIC),),
        (stands(StandingKind.SECONDED, Line.EXIT_ENTRY, until=DAY - timedelta(days=1)),),
        (StandingFacts(StandingKind.SECONDED, Line.EXIT_ENTRY, DAY + timedelta(days=1)),),
    ],
    ids=["none", "to another line", "ended yesterday", "begins tomorrow"],
)
def test_exit_entry_authority_goes_to_nobody_else(standings):
    asked = request(Line.EXIT_ENTRY, staff(passed(Line.EXIT_ENTRY), standings=standings))
    assert refused(asked) == "grant.no_standing"


def test_traffic_authority_needs_the_traffic_register_and_a_secondment_does_not_replace_it():
    seconded = staff(passed(Line.TRAFFIC), standings=(stands(StandingKind.SECONDED, Line.TRAFFIC),))
    enrolled = staff(passed(Line.TRAFFIC), standings=(stands(StandingKind.TRAFFIC_ENROLLED, Line.TRAFFIC),))
    assert refused(request(Line.TRAFFIC, seconded)) == "grant.no_standing"
    assert refused(request(Line.TRAFFIC, enrolled)) is None


def test_other_lines_are_granted_by_a_county_but_not_by_a_station():
    who = staff(passed(Line.PUBLIC_ORDER))
    assert refused(request(Line.PUBLIC_ORDER, who)) is None
    station = request(Line.PUBLIC_ORDER, who, granter=STATION, scope=STATION, level=Level.STATION)
    assert refused(station) == "grant.granter_level"


@pytest.mark.parametrize("line", list(Line))
def test_nobody_serves_any_line_before_a_passed_qualification_of_that_line(line):
    standings = tuple(stands(kind, line) for kind in StandingKind)
    another = Line.DOGS if line is not Line.DOGS else Line.CYBER
    for held in [(), (passed(another),), (passed(line, DAY - timedelta(days=1)),)]:
        assert refused(request(line, staff(*held, standings=standings))) == "grant.not_qualified"
    assert refused(request(line, staff(passed(line), standings=standings))) is None


@pytest.mark.parametrize("act", [Act.REVIEW, Act.DECIDE])
def test_auxiliary_staff_are_granted_neither_review_nor_decision(act):
    who = staff(passed(Line.PUBLIC_ORDER), kind=StaffKind.AUXILIARY)
    assert refused(request(Line.PUBLIC_ORDER, who, act=act)) == "grant.auxiliary"
    assert refused(request(Line.PUBLIC_ORDER, who)) is None


def test_a_unit_grants_nothing_above_its_level_and_nothing_outside_its_territory():
    who = staff(passed(Line.PUBLIC_ORDER))
    assert refused(request(Line.PUBLIC_ORDER, who, level=Level.CITY)) == "grant.level_above_granter"
    assert refused(request(Line.PUBLIC_ORDER, who, scope=ELSEWHERE)) == "grant.outside_territory"
    assert refused(request(Line.PUBLIC_ORDER, who, scope=CITY)) == "grant.outside_territory"


def test_a_department_grants_over_its_bureaus_territory():
    assert territory(CITY_HOUSEHOLD) == "/1/"
    assert territory(COUNTY) == "/1/4/"
    assert territory(UnitFacts("/1/", Level.CITY, (Line.HOUSEHOLD,))) == "/"


def test_paper_must_be_in_order():
    who = staff(passed(Line.PUBLIC_ORDER))
    assert refused(request(Line.PUBLIC_ORDER, who, document_no=" ")) == "grant.no_document"
    assert refused(request(Line.PUBLIC_ORDER, who, expires_on=DAY - timedelta(days=1))) == "grant.span_backwards"
    assert refused(request(Line.PUBLIC_ORDER, staff(active=False))) == "grant.staff_inactive"


def test_every_refusal_of_a_rule_reads_well_in_both_languages():
    for asked in (
        request(Line.HOUSEHOLD, staff(), granter=COUNTY),
        request(Line.HOUSEHOLD, staff(), granter=CITY),
        request(Line.EXIT_ENTRY, staff()),
        request(Line.PUBLIC_ORDER, staff()),
        request(Line.PUBLIC_ORDER, staff(kind=StaffKind.AUXILIARY), act=Act.DECIDE),
        request(Line.PUBLIC_ORDER, staff(), level=Level.CITY),
        request(Line.PUBLIC_ORDER, staff(), scope=CITY),
    ):
        refusal = check_grant(rule_for(asked.line), asked)
        assert refusal is not None
        for language in ("zh", "en"):
            assert "{" not in refusal.message(language) + refusal.next_step(language)


def test_lines_without_a_rule_of_their_own_follow_the_default():
    assert rule_for(Line.DOGS) == rule_book().default
    assert set(rule_book().lines) == {Line.HOUSEHOLD, Line.EXIT_ENTRY, Line.TRAFFIC}


HELD = HeldGrant(Line.TRAFFIC, Act.RECEIVE, Level.COUNTY, "/1/4/", date(2026, 2, 1), END)
DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SPANS = st.tuples(DATES, DATES).map(sorted)
QUALIFICATIONS = st.builds(lambda span: QualificationFacts(Line.TRAFFIC, *span), SPANS)
STANDINGS = st.builds(
    lambda span, kind, open_end: StandingFacts(kind, Line.TRAFFIC, span[0], None if open_end else span[1]),
    SPANS,
    st.sampled_from(list(StandingKind)),
    st.booleans(),
)
WHO = st.builds(
    lambda q, s: StaffFacts("陈一", StaffKind.OFFICER, True, tuple(q), tuple(s)),
    st.lists(QUALIFICATIONS, max_size=3),
    st.lists(STANDINGS, max_size=3),
)


@given(WHO, DATES)
def test_a_grant_is_in_force_exactly_while_qualification_and_standing_are(who, on):
    qualified = any(q.passed_on <= on <= q.expires_on for q in who.qualifications)
    enrolled = any(
        s.kind is StandingKind.TRAFFIC_ENROLLED and s.since <= on <= (s.until or date.max) for s in who.standings
    )
    effect = in_force(rule_for(Line.TRAFFIC), HELD, who, on)
    assert (effect is not None) == (qualified and enrolled and on >= HELD.granted_on)


@given(WHO, DATES)
def test_the_span_of_a_grant_in_force_holds_on_each_of_its_days(who, on):
    rule = rule_for(Line.TRAFFIC)
    effect = in_force(rule, HELD, who, on)
    if effect:
        assert effect.since <= on <= effect.until
        assert in_force(rule, HELD, who, effect.since) is not None
        assert in_force(rule, HELD, who, effect.until) is not None


@given(WHO, DATES, DATES)
def test_a_revoked_grant_is_gone_from_its_day_on(who, on, revoked_on):
    gone = structs.replace(HELD, revoked_on=revoked_on)
    effect = in_force(rule_for(Line.TRAFFIC), gone, who, on)
    assert effect is None if revoked_on <= on else effect == in_force(rule_for(Line.TRAFFIC), HELD, who, on)

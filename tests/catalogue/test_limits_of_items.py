"""What the hall facts say of time (A3, A7, B8, B15, B40) stands in the items and holds for a person's own situation."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from yichuang.applications.plan import Timetable, Wish, make_plan
from yichuang.applications.submit import _limits
from yichuang.cases.outcome import longest_extension
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Level, Limit, StepAct, Unit
from yichuang.catalogue.eligibility import rule_findings
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.lint import findings_of
from yichuang.catalogue.loader import national
from yichuang.catalogue.requirements import promised
from yichuang.evidence.conclusions import conclusion_only
from yichuang.kernel.calendar_data import national as calendar
from yichuang.kernel.localtime import BUREAU_TIME

AT_ONCE = Limit(0, Unit.ON_THE_SPOT)
CARDS = sorted(code for code, each in national().items.items() if any(one.key == "id_card" for one in each.outputs))
PASSPORTS = [f"crj-passport-{each}" for each in ("first", "renew", "reissue", "again", "note")]
PERMITS = [f"hz-resperm-{each}" for each in ("first", "renew", "reissue")]


def of(code):
    return national().items[code]


def told(code, key):
    return next((each.value.zh, each.note.zh) for each in guide(of(code), national()).facts if each.key == key)


def asker(**form):
    return Facts(age=30, nationality="CHN", channel="window", form=form, today=date(2026, 11, 21))


@pytest.mark.parametrize("code", CARDS)
def test_an_id_card_has_sixty_days_by_law_forty_five_by_the_ministry_and_thirty_more_where_it_is_remote(code):
    limits = of(code).limits
    assert (limits.statutory.amount, limits.norm.amount, limits.longer.amount) == (60, 45, 90)
    assert {limit.unit for limit in (limits.statutory, limits.norm, limits.longer)} == {Unit.CALENDAR_DAY}
    assert "居民身份证法" in limits.statutory.basis
    assert "第八十条" in limits.norm.basis
    assert longest_extension(limits) == 30
    assert told(code, "limits.norm")[0] == "45 日（自然日）"


def test_a_bureau_that_promises_an_id_card_later_than_the_ministry_allows_cannot_publish_it():
    card = of("hz-id-renew")

    def broken(days):
        limits = replace(card.limits, promised=Limit(days, Unit.CALENDAR_DAY))
        return {each.rule for each in findings_of(replace(card, limits=limits), national())}

    assert "promise_within_norm" in broken(46), "the law alone would let it pass"
    assert "promise_within_statute" not in broken(46)
    assert "promise_within_norm" not in broken(45)


@pytest.mark.parametrize("code", [*PASSPORTS, *PERMITS])
def test_passports_and_residence_permits_take_fifteen_days_by_law_and_thirty_at_most(code):
    limits = of(code).limits
    assert (limits.statutory.amount, limits.longer.amount, longest_extension(limits)) == (15, 30, 15)
    assert told(code, "limits.longer")[0] == "经批准最长30 日（自然日）"


@pytest.mark.parametrize("code", PERMITS)
def test_a_paper_permit_is_promised_on_the_spot_and_a_chip_card_in_days(code):
    facts = {form: replace(asker(), answers={"permit_form": form}) for form in ("paper", "card")}
    assert replace(promised(of(code), facts["paper"]), basis="") == AT_ONCE
    assert promised(of(code), facts["card"]) == Limit(10, Unit.WORKING_DAY)
    assert _limits(of(code), facts["paper"]).promised.unit is Unit.ON_THE_SPOT
    assert told(code, "limits.promised")[1].endswith("：当场办结")
    assert {"situations.permit_form", "limits.promised_when"} <= set(of(code).local), "each province's own"


def test_a_record_certificate_is_promised_on_the_spot_and_else_within_three_working_days():
    person = of("xz-norecord-person")
    assert promised(person, asker(criminal_record="clear")) == promised(person, asker()) == AT_ONCE
    later = promised(person, asker(criminal_record="listed"))
    assert (later.amount, later.unit) == (3, Unit.WORKING_DAY)


def test_the_register_is_asked_on_whose_word_the_promise_hangs_and_nobody_is_asked_about_their_record():
    person = of("xz-norecord-person")
    now = datetime(2026, 3, 2, 10, tzinfo=BUREAU_TIME)
    plan = make_plan([Wish(person, asker())], national(), {}, Timetable(now, calendar()))
    assert "register.criminal_record.conclusion" in plan.answering.paths
    assert "criminal_record" not in {field.element for field in person.form}
    assert all("criminal_record" not in option.known for each in person.situations for option in each.options)


@pytest.mark.parametrize(("entry", "bites"), [({}, True), ({"sealed": "true"}, False), ({"sealed": "false"}, True)])
def test_a_juveniles_sealed_record_counts_as_none(entry, bites):
    """Hall facts A7: sealed = clear, so the certificate is issued at once and no officer is told to look."""
    told_of = conclusion_only({"conclusion": "listed", "crime": "盗窃", **entry})
    assert set(told_of) == {"conclusion"}
    facts = asker(criminal_record=told_of["conclusion"])
    found = {each.key for each in rule_findings(of("xz-norecord-person"), facts)}
    assert ("record_to_verify" in found) is bites
    assert (promised(of("xz-norecord-person"), facts) == AT_ONCE) is not bites


@pytest.mark.parametrize("code", ["xz-norecord-person", "xz-norecord-foreign"])
def test_only_the_head_of_the_county_lets_a_record_certificate_take_longer(code):
    limits = _limits(of(code), asker())
    assert limits.longer_by is Level.COUNTY
    assert limits.uncounted == "《公安机关办理犯罪记录查询工作规定》"
    value, note = told(code, "limits.longer")
    assert value == "经县（市、区）公安局负责人批准可以延长"
    assert "核实时间不计入办理期限" in note


def test_a_review_of_the_answer_takes_fifteen_working_days_and_thirty_at_most():
    assert longest_extension(of("xz-norecord-review").limits) == 15


def test_no_item_issues_a_certificate_of_no_administrative_offence():
    """治安管理处罚法 art. 136: since 2026-01-01 such records are sealed."""
    for each in national().items.values():
        assert not any("无违法" in output.name.zh for output in each.outputs), each.code
    facts = replace(asker(), answers={"record_wanted": "violation"})
    found = {each.key: each.effect for each in rule_findings(of("xz-norecord-person"), facts)}
    assert found["violation_records_sealed"] == "refuse"


def test_the_station_is_told_of_an_entertainment_venue_within_five_days_and_before_it_is_filed():
    """Hall facts C (S16): a step with a limit of its own, which the filing waits for."""
    steps = {step.key: step for step in of("za-ent-filing").steps}
    told_station = steps["tell_station"]
    assert (told_station.limit.amount, told_station.limit.unit) == (5, Unit.CALENDAR_DAY)
    assert told_station.after == ("accept",)
    assert "tell_station" in next(step for step in steps.values() if step.act is StepAct.DECIDE).after

"""Figures and tiers of small catalogues, worked out by hand."""

import pytest

from tests.catalogue.builders import WORDS, item, shelf, step
from yichuang.catalogue.definition import Line
from yichuang.catalogue.figures import Cut, Rate, baseline_steps, baseline_trips, brought, figures
from yichuang.catalogue.loader import catalogue, national
from yichuang.catalogue.tiers import Offer, Service, Tier, offers, service, taken_at, window_lines
from yichuang.kernel.vocabulary import labels
from yichuang.organisation.terms import WindowKind

ROUTE = [step("accept", "accept"), step("decide", "decide", "accept")]
PAPER = item(
    code="paper",
    kind="licence",
    limits={"promised": {"amount": 5, "unit": "working_day"}, "statutory": {"amount": 20, "unit": "working_day"}},
    materials=[
        {"evidence": "household_book", "need": "produced", "when": "age < 16"},
        {"evidence": "household_book", "need": "produced", "when": "age >= 16"},
        {"evidence": "id_card", "need": "shared"},
        {"evidence": "fingerprints", "need": "produced"},
    ],
    outputs=[{"key": "permit", "name": WORDS}],
    unverified=["limits.promised", "visits"],
)
LIGHT = item(
    code="light",
    handling="on_the_spot",
    limits={"promised": {"amount": 0, "unit": "on_the_spot"}, "statutory": {"amount": 7, "unit": "calendar_day"}},
    channels=["window", "online"],
    visits=0,
    stationed=False,
    materials=[{"evidence": "id_card", "need": "shared"}, {"evidence": "dog_commitment", "need": "declarable"}],
    outputs=[{"key": "note", "name": WORDS}],
)
SMALL = shelf(PAPER, LIGHT)


def test_rates_are_of_all_items_and_say_what_rests_on_open_data():
    found = figures(SMALL, SMALL)
    assert found.items == 2
    assert found.stationed == Rate(1, 2, 0)
    assert found.online == Rate(1, 2, 0)
    assert found.no_visit == Rate(1, 2, 1)
    assert found.paperless == Rate(1, 2, 0)
    assert found.online.percent == 50.0


def test_what_is_taken_on_the_spot_or_shared_is_not_brought_and_a_paper_in_two_cases_is_one():
    assert brought(PAPER, SMALL.evidence_types) == {"household_book"}
    assert brought(LIGHT, SMALL.evidence_types) == set()


def test_an_item_that_spares_somebody_is_paperless_in_some_situation():
    def spares(*whens):
        needed = [{"evidence": "household_book", "need": "produced", "when": when} for when in whens]
        found = shelf(item(code="one", materials=needed))
        return figures(found, found).sometimes_paperless.part == 1

    assert spares()
    assert spares("age < 16")
    assert not spares("age < 16", "age >= 16")
    assert not spares("")


def test_the_four_cuts_are_sums_against_their_baselines():
    found = figures(SMALL, SMALL)
    assert found.time == Cut(35.0, 7.0, 2, 1)  # 20 working days are 28 days, and 7; 5 are 7, and none
    assert found.time.percent == 80.0
    assert found.materials == Cut(4, 1, 2, 0)
    assert found.steps == Cut(5 + 2, 2 + 2, 2, 0)
    assert found.trips == Cut(2 + 1, 1 + 0, 2, 1)


def test_baselines_follow_what_the_item_is():
    assert baseline_steps(PAPER, SMALL.items) == 5
    assert baseline_steps(LIGHT, SMALL.items) == 2
    assert (baseline_trips(PAPER), baseline_trips(LIGHT)) == (2, 1)


def test_a_layer_is_held_against_the_national_route_and_its_own_items_against_themselves():
    shorter = item(code="light", steps=ROUTE)
    longer = item(code="light", steps=[*ROUTE, step("issue", "issue", "decide")])
    assert figures(shelf(shorter), shelf(longer)).steps == Cut(3, 2, 1, 0)
    assert figures(shelf(item(code="own")), shelf(longer)).steps == Cut(2, 2, 1, 0)


def test_an_empty_list_has_no_figures_but_zeros():
    found = figures(shelf(), shelf())
    assert (found.items, found.online.percent, found.time.percent) == (0, 0.0, 0.0)


def routed(accept, decide, **parts):
    steps = [{**step("accept", "accept"), "level": accept}, {**step("decide", "decide", "accept"), "level": decide}]
    return item(steps=steps, **parts)


@pytest.mark.parametrize(
    ("given", "station", "county", "city"),
    [
        (routed("station", "station"), "finishes", "finishes", "finishes"),
        (routed("station", "county"), "takes", "finishes", "finishes"),
        (routed("county", "province", channels=["window", "online"]), "guides", "takes", "takes"),
        (routed("county", "county"), "elsewhere", "finishes", "finishes"),
        (routed("station", "station", stationed=False), "elsewhere", "elsewhere", "elsewhere"),
        (routed("station", "station", channels=["online"]), "guides", "guides", "guides"),
        (routed("province", "province"), "elsewhere", "elsewhere", "elsewhere"),
    ],
)
def test_a_tier_takes_what_its_level_may_accept_and_finishes_what_it_carries_wholly(given, station, county, city):
    assert [service(given, tier) for tier in Tier] == [Service(each) for each in (station, county, city)]


def test_a_step_outside_the_police_does_not_keep_a_tier_from_finishing():
    made_outside = {**step("make", "produce", "decide"), "level": "external", "external": WORDS}
    assert service(item(steps=[*ROUTE, made_outside]), Tier.COUNTY_HALL) is Service.FINISHES


def test_offers_add_up():
    given = [routed("station", "county", code="a"), routed("county", "county", code="b", channels=["window", "online"])]
    assert offers(given) == (
        Offer(Tier.STATION, finishes=0, takes=1, guides=1),
        Offer(Tier.COUNTY_HALL, finishes=2, takes=0, guides=0),
        Offer(Tier.CITY_HALL, finishes=2, takes=0, guides=0),
    )
    assert offers(given)[0].all == 2


def test_a_higher_tier_never_offers_less():
    found = offers(catalogue().items.values())
    assert [each.window for each in found] == sorted(each.window for each in found)
    assert all(each.all <= len(catalogue().items) for each in found)


def test_windows_take_the_items_of_the_lines_they_join():
    assert set(window_lines()) == set(WindowKind)
    assert window_lines()[WindowKind.ONE_WINDOW] == set(Line)
    given = [item(code="h"), item(code="t", line="traffic"), item(code="d", line="dogs")]
    assert [each.code for each in taken_at(WindowKind.TWO_IN_ONE, given)] == ["h", "t"]
    assert taken_at(WindowKind.SPECIALIST, given) == ()


def test_tiers_services_and_figures_have_their_words():
    assert set(labels()["tier"]) == set(Tier)
    assert set(labels()["tier_service"]) == set(Service)
    assert set(labels()["figure"]) == set(figures(SMALL, SMALL).__struct_fields__[1:])


def test_the_national_figures_are_those_of_its_items():
    found = figures(national(), national())
    assert found.items == found.online.whole == len(national().items)
    assert found.time.now < found.time.before

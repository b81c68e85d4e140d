from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.builders import item, step
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.route import route

SURVEYED = item(
    steps=[
        step("accept", "accept"),
        step("survey", "examine", "accept", when='answers.home == "new"'),
        step("check", "examine", "accept", when="age < 16"),
        step("decide", "decide", "survey", "check"),
        step("issue", "issue", "decide"),
    ]
)


def shape(facts):
    return {each.key: each.after for each in route(SURVEYED, facts)}


def test_the_whole_route_where_every_condition_holds():
    assert route(SURVEYED, Facts(age=9, answers={"home": "new"})) == SURVEYED.steps


def test_a_dropped_step_leaves_no_gap():
    assert shape(Facts(age=9, answers={"home": "old"})) == {
        "accept": (),
        "check": ("accept",),
        "decide": ("accept", "check"),
        "issue": ("decide",),
    }
    assert shape(Facts(age=30, answers={"home": "old"}))["decide"] == ("accept",)


def test_a_step_that_is_not_decided_yet_stays():
    assert set(shape(Facts())) == {"accept", "survey", "check", "decide", "issue"}


@st.composite
def layered(draw):
    count = draw(st.integers(2, 9))
    steps = [step("s0", "accept")]
    for place in range(1, count):
        after = draw(st.lists(st.sampled_from(range(place)), min_size=1, max_size=3, unique=True))
        when = draw(st.sampled_from(["", "agent", "!agent"]))
        steps.append(
            step(f"s{place}", "decide" if place == count - 1 else "examine", *(f"s{n}" for n in after), when=when)
        )
    return item(steps=steps)


def before(steps):
    found: dict[str, set[str]] = {}
    for each in steps:
        found[each.key] = set(each.after).union(*(found[key] for key in each.after))
    return found


@given(layered(), st.booleans())
def test_dropping_steps_keeps_the_order_of_those_that_stay(whole, agent):
    left = route(whole, Facts(agent=agent))
    kept = {each.key for each in left}
    order = before(whole.steps)
    assert before(left) == {key: order[key] & kept for key in kept}
    assert all(each.after for each in left if each.key != "s0")

"""Layers: a lower one only improves an item for the person; each refusal names file, line, item and field."""

from datetime import UTC, datetime
from functools import partial

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from tests.catalogue.builders import item, question, shelf, step
from yichuang.catalogue import queries
from yichuang.catalogue.betterment import LEVELS, SCOPES, Verdict
from yichuang.catalogue.definition import Channel, Need, Unit
from yichuang.catalogue.layer_files import layers, list_of, read_layers
from yichuang.catalogue.layers import Layer, Overlay, Patch, chain, judge, laid_over, layered, patched
from yichuang.catalogue.lint import findings
from yichuang.catalogue.loader import catalogue, layer_in_force, national
from yichuang.catalogue.publish import publish_catalogue
from yichuang.catalogue.strict_yaml import line_of
from yichuang.evidence.trust import MaterialState, Standing, standing
from yichuang.kernel.errors import Refusal

WORDS = {"zh": "字", "en": "words"}
MATERIAL = {"evidence": "household_book", "need": "deferrable", "originals": 2, "copies": 1}
RICH = item(
    channels=["window", "online"],
    scope="city",
    visits=2,
    min_age=16,
    agent_allowed=False,
    materials=[MATERIAL, {"evidence": "photo", "need": "produced"}, {"evidence": "id_card", "need": "produced"}],
    steps=[
        step("accept", "accept"),
        step("look", "examine", "accept"),
        step("hear", "examine", "accept"),
        step("decide", "decide", "look", "hear"),
        step("make", "produce", "decide"),
        step("give", "issue", "make"),
    ],
    fee={"rules": [{"amount": 5, "label": WORDS, "when": "age < 18"}, {"amount": 20, "label": WORDS}]},
    situations=[question("why", "lost", "old")],
    form=[{"element": "applicant_name"}],
    outputs=[{"key": "card", "name": WORDS}],
    rules=[
        {"key": "no", "when": "age < 16", "effect": "refuse", "message": WORDS, "source": "law"},
        {"key": "mind", "when": "age > 70", "effect": "warn", "message": WORDS, "source": "law"},
    ],
)


def overlay(data, key="here", parent="", level="county", code="t-item"):
    written = yaml.safe_dump(data, allow_unicode=True).encode()
    patch = Patch(code=code, data=data, file=f"layers/{key}/items/{code}.yaml", line_of=partial(line_of, written))
    return Overlay(layer=Layer(key=key, name=WORDS, level=level, parent=parent), patches=(patch,))


def verdicts(data, base=RICH):
    found = shelf(base)
    return {each.field: each.verdict for each in judge(found, found, overlay(data))}


def refused(data, base=RICH):
    with pytest.raises(Refusal) as refusal:
        layered(shelf(base), [overlay(data)])
    return refusal.value


BETTER = {
    "a shorter promise": {"limits": {"promised": {"amount": 3}}},
    "a promise in days that are surely fewer": {"limits": {"promised": {"amount": 5, "unit": "calendar_day"}}},
    "on the spot": {"limits": {"promised": {"amount": 0, "unit": "on_the_spot"}}, "handling": "on_the_spot"},
    "one channel more": {"channels": ["window", "online", "mail"]},
    "a wider scope": {"scope": "province"},
    "a visit less": {"visits": 1},
    "an agent may come": {"agent_allowed": True},
    "no least age": {"min_age": None},
    "a softer need": {"materials": {"photo": {"need": "deferrable"}}},
    "a proof that a register supplies": {"materials": {"id_card": {"need": "shared", "source": "ds-01"}}},
    "a copy less": {"materials": {"household_book": {"copies": 0}}},
    "a material less": {"materials": {"photo": None}},
    "a step less": {"steps": {"look": None, "decide": {"after": ["hear"]}}},
    "a step nearer to the person": {"steps": {"look": {"level": "station"}}},
    "a lower fee": {
        "fee": {"rules": [{"amount": 5, "label": WORDS, "when": "age < 18"}, {"amount": 10, "label": WORDS}]}
    },
    "a new exemption": {
        "fee": {
            "rules": [
                {"amount": 0, "label": WORDS, "when": "age > 70"},
                {"amount": 5, "label": WORDS, "when": "age < 18"},
                {"amount": 20, "label": WORDS},
            ]
        }
    },
    "free for all": {"fee": {"rules": [{"amount": 0, "label": WORDS}]}},
    "a question less": {"situations": []},
    "a field less": {"form": []},
    "an electronic result too": {"outputs": {"card": {"electronic": True}}},
    "a result more": {"outputs": [*to_builtins(RICH)["outputs"], {"key": "copy", "name": WORDS}]},
}
WORSE = {
    "a longer promise": {"limits": {"promised": {"amount": 7}}},
    "days that may be more": {"limits": {"promised": {"amount": 6, "unit": "calendar_day"}}},
    "another statute": {"limits": {"statutory": {"amount": 20, "unit": "working_day"}}},
    "a channel less": {"channels": ["window"]},
    "a narrower scope": {"scope": "local"},
    "a visit more": {"visits": 3},
    "not in the hall": {"stationed": False},
    "a higher least age": {"min_age": 18},
    "calendar days that end later where weekends are worked": {
        "limits": {"promised": {"amount": 6, "unit": "calendar_day"}}
    },
    "what may follow is to be shared": {"materials": {"household_book": {"need": "shared", "source": "ds-02"}}},
    "what may follow is to be declared": {"materials": {"household_book": {"need": "declarable"}}},
    "shared by no register": {"materials": {"id_card": {"need": "shared"}}},
    "something to be handed in": {
        "outputs": [*to_builtins(RICH)["outputs"], {"key": "x", "name": WORDS, "surrenders": "household_book"}]
    },
    "no delivery": {"steps": {"give": None}},
    "no making": {"steps": {"make": None, "give": {"after": ["decide"]}}},
    "one after another instead of at once": {"steps": {"hear": {"after": ["look"]}}},
    "another reminder": {"rules": {"mind": {"message": {"zh": "须另缴500元", "en": "Pay 500"}}}},
    "a reminder less": {"rules": {"mind": None}},
    "uncertain what was certain": {"unverified": ["fee"]},
    "a refusal in English": {"rules": {"no": {"message": {"en": "Nobody over 16"}}}},
    "an answer turned round in English": {
        "situations": [{**question("why", "lost", "old"), "question": {"zh": "字", "en": "Is it not lost?"}}]
    },
    "a question turned round": {
        "situations": [{**question("why", "lost", "old"), "question": {"zh": "不是丢了？", "en": "words"}}]
    },
    "a harder need": {"materials": {"household_book": {"need": "produced"}}},
    "a copy more": {"materials": {"household_book": {"copies": 2}}},
    "in more cases": {"materials": {"household_book": {"when": "age < 18"}}},
    "a material more": {"materials": [*to_builtins(RICH)["materials"], {"evidence": "id_card", "need": "shared"}]},
    "a step further away": {"steps": {"look": {"level": "city"}}},
    "no decision": {"steps": {"decide": None}},
    "a higher fee": {
        "fee": {"rules": [{"amount": 5, "label": WORDS, "when": "age < 18"}, {"amount": 21, "label": WORDS}]}
    },
    "a sum for each page": {
        "fee": {
            "rules": [
                {"amount": 5, "label": WORDS, "when": "age < 18"},
                {"amount": 20, "label": {"zh": "每页工本费", "en": "For each page"}},
            ]
        }
    },
    "an exemption lost": {"fee": {"rules": [{"amount": 20, "label": WORDS}]}},
    "an uncertain fee": {"fee": {"unverified": True}},
    "the law's refusal dropped": {"rules": []},
    "another option": {"situations": [question("why", "lost", "old", "other")]},
    "another name": {"name": {"zh": "别的", "en": "Another"}},
    "freedom given to itself": {"free": ["fee"]},
}


@pytest.mark.parametrize("case", BETTER)
def test_a_layer_may_make_it_better(case):
    assert Verdict.WORSE not in verdicts(BETTER[case]).values()
    assert Verdict.BETTER in verdicts(BETTER[case]).values()
    layered(shelf(RICH), [overlay(BETTER[case])])


@pytest.mark.parametrize("case", WORSE)
def test_a_layer_may_not_make_it_worse(case):
    assert Verdict.WORSE in verdicts(WORSE[case]).values()
    assert refused(WORSE[case]).code == "catalogue.layer_worse"


@pytest.mark.parametrize("marks", ["free", "unverified", "local"])
def test_a_field_that_is_marked_may_go_either_way(marks):
    base = item(**{marks: ["limits.promised"]})
    found = layered(shelf(base), [overlay({"limits": {"promised": {"amount": 9}}})])
    assert found.items["t-item"].limits.promised.amount == 9


def test_what_is_filled_is_not_unverified_any_more_and_binds_the_layers_below():
    base = item(unverified=["limits.promised", "visits"])
    city = overlay({"limits": {"promised": {"amount": 9}}}, key="c", level="city")
    filled = layered(shelf(base), [city])
    assert filled.items["t-item"].unverified == ("visits",)
    county = overlay({"limits": {"promised": {"amount": 10}}}, parent="c")
    with pytest.raises(Refusal) as refusal:
        layered(shelf(base), [city, county])
    assert refusal.value.code == "catalogue.layer_worse"


def test_a_mark_that_a_layer_sets_itself_excuses_nobody_below():
    province = overlay({"local": ["fee"]}, key="p", level="province")
    with pytest.raises(Refusal):
        layered(shelf(RICH), [province, overlay(WORSE["a higher fee"], parent="p")])


def test_a_refusal_names_file_line_item_field_and_the_change_in_words():
    refusal = refused({"channels": ["window", "online"], "limits": {"promised": {"amount": 8}}})
    said = refusal.message("zh")
    assert "layers/here/items/t-item.yaml 第 5 行" in said
    assert "limits.promised" in said
    assert "5 个工作日 → 8 个工作日" in said
    assert "5 working days → 8 working days" in refusal.message("en")


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ({"visits": 1, "volume": 3}, "catalogue.invalid", 2),
        ({"scope": "galaxy"}, "catalogue.invalid", 1),
        ({"materials": {"shoe": {"need": "shared"}}}, "catalogue.layer_unknown_part", 2),
        ({"materials": {"photo": "shared"}}, "catalogue.layer_unknown_part", 2),
        ({"materials": {"photo": {"need": "perhaps"}}}, "catalogue.invalid", 1),
        ({"visits": 1, "limits": {"promised": {"amount": "soon"}}}, "catalogue.invalid", 3),
        ({"local": "fee"}, "catalogue.invalid", 1),
        ({"limits": 5}, "catalogue.invalid", 1),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(data, code, line):
    refusal = refused(data)
    assert (refusal.code, refusal.params["line"]) == (code, line)


def test_an_unknown_item_is_refused():
    with pytest.raises(Refusal) as refusal:
        layered(shelf(RICH), [overlay({"visits": 1}, code="t-other")])
    assert refusal.value.code == "catalogue.layer_unknown_item"


def test_a_layer_adds_an_item_of_its_own_but_none_that_is_there_already():
    own = {**to_builtins(item()), "code": "t-own"}
    found = layered(shelf(RICH), [overlay(own, code="t-own")])
    assert set(found.items) == {"t-item", "t-own"}
    with pytest.raises(Refusal) as refusal:
        layered(shelf(RICH), [overlay(to_builtins(item()))])
    assert refusal.value.code == "catalogue.layer_doubled"


def test_a_circle_of_layers_is_refused_and_so_are_an_unknown_parent_and_a_wrong_order():
    def refused_chain(*overlays):
        with pytest.raises(Refusal) as refusal:
            chain({each.layer.key: each for each in overlays}, overlays[0].layer.key)
        return refusal.value.code

    one, other = overlay({}, "a", "b", "county"), overlay({}, "b", "a", "city")
    assert refused_chain(one, other) == "catalogue.layer_circle"
    assert refused_chain(one) == "catalogue.layer_unknown"
    assert refused_chain(overlay({}, "a", "b", "city"), overlay({}, "b", "", "county")) == "catalogue.layer_level"
    assert refused_chain(overlay({}, "a", "", "station")) == "catalogue.layer_level"


def test_a_folder_whose_layer_has_another_key_is_refused(tmp_path):
    folder = tmp_path / "layers/here"
    folder.mkdir(parents=True)
    (folder / "layer.yaml").write_text("{key: there, name: {zh: 某地, en: Place}, level: city}", "utf-8")
    with pytest.raises(Refusal) as refusal:
        read_layers(tmp_path)
    assert refusal.value.code == "catalogue.misplaced"


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of a rule."""
STRONGER = st.fixed_dictionaries(
    {},
    optional={
        "limits": st.builds(
            lambda amount, unit: {"promised": {"amount": amount, "unit": unit}},
            st.integers(1, 9),
            st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR]).map(str),
        ),
        "channels": st.lists(st.sampled_from(Channel).map(str), unique=True, min_size=1),
        "scope": st.sampled_from(SCOPES).map(str),
        "visits": st.integers(0, 4),
        "agent_allowed": st.booleans(),
        "min_age": st.none() | st.integers(14, 20),
        "fee": st.builds(
            lambda sums: {"rules": [{"amount": amount, "label": WORDS, "when": when} for amount, when in sums]},
            st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["", "age < 18", "age > 70"])), max_size=3),
        ),
        "materials": st.fixed_dictionaries(
            {},
            optional={
                "household_book": st.fixed_dictionaries(
                    {}, optional={"need": st.sampled_from(Need).map(str), "copies": st.integers(0, 2)}
                ),
                "photo": st.none(),
            },
        ),
        "steps": st.fixed_dictionaries(
            {"look": st.fixed_dictionaries({"level": st.sampled_from(LEVELS).map(str)})},
        ),
    },
)


@UNHURRIED
@given(STRONGER)
def test_whatever_a_layer_was_let_do_is_no_worse_for_the_person(data):
    if Verdict.WORSE in verdicts(data).values():
        return
    after = patched(RICH, overlay(data).patches[0])
    assert after.visits <= RICH.visits
    assert set(after.channels) >= set(RICH.channels)
    assert SCOPES.index(after.scope) >= SCOPES.index(RICH.scope)
    assert len(after.materials) <= len(RICH.materials)
    no_worse_to_prove(after)
    for age in (17, 30, 71):
        assert asked(after, age) <= asked(RICH, age)


def no_worse_to_prove(after):
    """Whatever met a proof before does so still, and what was shared need not be brought now."""
    for material in after.materials:
        before = next(each for each in RICH.materials if each.evidence == material.evidence)
        assert met_by(material.need) >= met_by(before.need)
        assert material.need is Need.SHARED or before.need is not Need.SHARED


def met_by(need):
    """What a case may be accepted on, at the window and from afar, as the desk judges it."""
    return {
        (state, window)
        for state in MaterialState
        for window in (True, False)
        if standing(need, state, at_window=window) is not Standing.MISSING
    }


def asked(of, age):
    """What the fee lines of these tests ask of somebody, by hand."""
    holds = {"": True, "age < 18": age < 18, "age > 70": age > 70}
    return next((rule.amount for rule in of.fee.rules if holds[rule.when]), 0)


@UNHURRIED
@given(STRONGER)
def test_laying_a_layer_over_twice_is_laying_it_over_once(data):
    once = laid_over(shelf(RICH), overlay(data))
    assert laid_over(once, overlay(data)).items == once.items


@pytest.mark.parametrize("code", ["hz-id-renew", "crj-passport-renew", "yq-register"])
def test_an_empty_overlay_changes_nothing(code):
    found = national()
    assert laid_over(found, overlay({}, code=code)).items == found.items


def test_the_layers_of_the_house_keep_the_rules_and_pass_the_linter():
    assert list(layers()) == ["chengxi", "guangdong", "yunjiang"]
    for key in layers():
        assert findings(list_of(key)) == ()
    county = list_of("chengxi")
    assert len(county.items) == len(national().items) + 1
    assert county.items["crj-passport-renew"].limits.promised.amount == 4
    assert national().items["crj-passport-renew"].limits.promised.amount == 7


def test_what_an_example_layer_changes_is_marked_as_local():
    for key, each in layers().items():
        for patch in each.patches:
            changed = {name for name in patch.data if name not in {"local", "note"}}
            marks = {mark.partition(".")[0] for mark in list_of(key).items[patch.code].local}
            assert "code" in patch.data or changed <= marks, patch.file


def test_the_layer_in_force_is_the_settings_else_the_demos_county_else_national(monkeypatch):
    assert layer_in_force() == ""
    assert catalogue() is national()
    monkeypatch.setenv("YICHUANG_DEMO", "1")
    assert layer_in_force() == "chengxi"
    monkeypatch.setenv("YICHUANG_LAYER", "guangdong")
    assert catalogue() is list_of("guangdong")


@pytest.mark.django_db
def test_a_layers_list_is_published_whole_with_its_own_items():
    queries.forget_all()
    done = publish_catalogue(datetime(2026, 1, 5, 9, tzinfo=UTC), list_of("chengxi"))
    assert len(done.added) == len(list_of("chengxi").items)
    assert queries.item_version("cx-home-service").name.en == "Booking of a home visit"
    assert queries.item_version("crj-passport-renew").limits.promised.amount == 4
    queries.forget_all()

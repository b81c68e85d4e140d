"""A + X: what binds nobody, what binds those below, and that the bureau's own drafts are held to it as files are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from tests.catalogue.builders import item, question, shelf
from tests.catalogue.test_changes import ANN, NOW, drafted, passed, sent
from tests.catalogue.test_layers import RICH, STRONGER, UNHURRIED, WORDS, overlay
from yichuang.catalogue import queries
from yichuang.catalogue.betterment import OWN, Verdict
from yichuang.catalogue.changes.difference import difference, is_editorial
from yichuang.catalogue.changes.review import submit_for_review
from yichuang.catalogue.definition import Codes, Item, Limit, Text, Unit
from yichuang.catalogue.exchange.take_in import take_in
from yichuang.catalogue.layer_files import list_of
from yichuang.catalogue.layers import judge, layered, patched
from yichuang.catalogue.loader import national
from yichuang.catalogue.proof import judged, open_marks
from yichuang.catalogue.publish import publish_catalogue
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal

NOTED = item(
    materials=[
        {"evidence": "household_book", "need": "shared", "source": "ds-02", "note": WORDS},
        {"evidence": "photo", "need": "produced"},
    ],
    situations=[question("poor", "none", "allowance")],
    fee={"rules": [{"amount": 5, "label": WORDS}], "note": "工本费"},
    remedies=WORDS,
    unverified=["visits"],
    rules=[
        {"key": "no", "when": "age < 16", "effect": "refuse", "message": WORDS, "source": "law"},
        {"key": "mind", "when": "age > 70", "effect": "warn", "message": WORDS, "source": "law"},
    ],
    outputs=[{"key": "card", "name": WORDS, "validity_note": "十年"}],
)
OTHER = {"zh": "必须带原件及三份复印件", "en": "words"}


def found(data, base=NOTED, **more):
    listed = shelf(base)
    return {each.field: each.verdict for each in judge(listed, listed, overlay(data, **more))}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"materials": {"household_book": {"source": ""}}}, "materials.household_book"),
        ({"materials": {"household_book": {"note": OTHER}}}, "materials.household_book"),
        ({"materials": {"household_book": {"note": None}}}, "materials.household_book"),
        ({"materials": {"photo": {"note": OTHER}}}, "materials.photo"),
        ({"fee": {"note": "另收五十元"}}, "fee"),
        ({"remedies": {"zh": "不得复议", "en": "words"}}, "remedies"),
        ({"unverified": []}, "unverified"),
        ({"rules": {"no": {"message": OTHER}}}, "rules.no"),
        ({"outputs": {"card": {"validity_note": "一年"}}}, "outputs.card"),
        ({"outputs": {"card": {"name": {"zh": "回执", "en": "words"}}}}, "outputs.card"),
    ],
)
def test_what_asks_for_more_in_words_is_no_better_and_no_matter_of_words(data, field):
    assert found(data)[field] is Verdict.WORSE


def test_neither_swapped_answers_nor_another_question_are_a_matter_of_words():
    asked = to_builtins(NOTED)["situations"]
    swapped = [{**asked[0], "options": [{"value": "none", "label": OTHER}, asked[0]["options"][1]]}]
    assert found({"situations": swapped})["situations.poor"] is Verdict.WORSE
    clearer = [{**asked[0], "question": {"zh": "更清楚的问题", "en": "clearer"}}]
    assert found({"situations": clearer})["situations.poor"] is Verdict.WORSE


def test_a_name_of_a_step_may_be_put_otherwise_and_a_register_may_be_gained():
    named = {"steps": {"accept": {"name": {"zh": "窗口受理", "en": "At the window"}}}}
    assert found(named) == {"steps.accept": Verdict.EDITORIAL}
    assert found({"materials": {"photo": {"source": "ds-02"}}}) == {"materials.photo": Verdict.BETTER}


def test_words_beside_a_better_value_do_not_hide_it_and_a_worse_one_does_not_hide_behind_words():
    clearer = {"name": {"en": "clearer"}}
    assert found({"steps": {"decide": {**clearer, "level": "station"}}}) == {"steps.decide": Verdict.BETTER}
    assert found({"steps": {"decide": {**clearer, "level": "city"}}}) == {"steps.decide": Verdict.WORSE}


EVERY = Item.__struct_fields__
SAMPLES = st.sampled_from(sorted(national().items)).map(lambda code: national().items[code])


@UNHURRIED
@given(SAMPLES, SAMPLES, st.sampled_from([name for name in EVERY if name not in {"version", "code"}]))
def test_editorial_for_a_layer_is_editorial_in_place_and_the_other_way_round(one, other, name):
    mixed = replace(one, **{name: getattr(other, name)})
    whole = {change.path.partition(".")[0] for change in difference(one, mixed) if not change.editorial}
    verdicts = {each.verdict for each in judged(one, one, mixed, {}) if each.field.partition(".")[0] == name}
    if not whole and mixed != one:
        assert verdicts == {Verdict.EDITORIAL}
    if verdicts == {Verdict.EDITORIAL}:
        assert not whole
    assert not any(is_editorial(own) for own in OWN)


# Filled once


def filling(amount, **more):
    return overlay({"limits": {"promised": {"amount": amount}}, **more.pop("also", {})}, **more)


OPEN = item(unverified=["limits.promised", "channels"], local=["fee"])


def test_the_diff_says_which_way_a_filled_value_goes():
    listed = shelf(OPEN)
    told = {each.field: each for each in judge(listed, listed, filling(50))}["limits.promised"]
    assert (told.verdict, told.said.zh) == (Verdict.FILLED, "承诺时限：5 个工作日 → 50 个工作日，更长")
    assert told.said.en.endswith("5 working days → 50 working days, longer")
    unsure = overlay({"limits": {"promised": {"amount": 6, "unit": "calendar_day"}}})
    assert judge(listed, listed, unsure)[0].said.zh.endswith("，无法证明更好")


@pytest.mark.parametrize("mark", ["unverified", "local"])
def test_whoever_fills_a_field_first_binds_those_below_though_it_marks_it_local_itself(mark):
    base = item(**{mark: ["limits.promised"]})
    city = filling(9, key="c", level="city", also={"local": ["limits.promised"]})
    assert layered(shelf(base), [city]).items["t-item"].limits.promised.amount == 9
    assert layered(shelf(base), [city, filling(8, parent="c")]).items["t-item"].limits.promised.amount == 8
    with pytest.raises(Refusal) as refusal:
        layered(shelf(base), [city, filling(10, parent="c")])
    assert refusal.value.code == "catalogue.layer_worse"
    assert "更长" in refusal.value.message("zh")


def test_who_fills_a_field_may_free_it_for_those_below_but_frees_nothing_else():
    city = filling(9, key="c", level="city", also={"free": ["limits.promised"]})
    below = layered(shelf(OPEN), [city, filling(30, parent="c")])
    assert below.items["t-item"].limits.promised.amount == 30
    with pytest.raises(Refusal):
        layered(shelf(OPEN), [filling(9, also={"free": ["visits"]})])


def test_a_value_confirmed_as_it_stands_is_not_unverified_any_more():
    confirmed = patched(OPEN, filling(5).patches[0])
    assert confirmed == replace(OPEN, unverified=("channels",))
    listed = shelf(OPEN)
    assert [each.verdict for each in judge(listed, listed, filling(5))] == [Verdict.FILLED]


def test_a_part_of_an_open_list_closes_the_list():
    base = replace(RICH, unverified=("materials", "steps"))
    above = patched(base, overlay({"materials": {"photo": None}}).patches[0])
    assert open_marks(base, above) == ("steps",)


def test_a_mark_within_a_result_is_filled_in_its_place_and_opens_nothing_beside_it():
    base = replace(NOTED, unverified=("outputs.card.validity_note",))
    assert found({"outputs": {"card": {"validity_note": "一年"}}}, base)["outputs.card"] is Verdict.FILLED
    assert (
        found({"outputs": {"card": {"validity_note": "一年", "paper": False}}}, base)["outputs.card"] is Verdict.WORSE
    )


@UNHURRIED
@given(STRONGER)
def test_nothing_is_open_to_a_layer_that_lies_under_one_that_set_it(data):
    base = replace(RICH, unverified=("limits", "channels", "scope", "visits", "fee", "materials", "steps"))
    above = patched(base, overlay(data).patches[0])
    still = open_marks(base, above)
    for name in data:
        if getattr(above, name) != getattr(base, name):
            assert name not in still
            assert f"{name}.promised" not in still


# Drafts


CODE = "crj-passport-renew"
"""7 working days nationally, 5 in the city, 4 in the county."""


@pytest.fixture
def _county(monkeypatch):
    monkeypatch.setenv("YICHUANG_LAYER", "chengxi")
    queries.forget_all()
    with moment.at(NOW):
        publish_catalogue(
            NOW - timedelta(days=30),
            shelf(*(list_of("chengxi").items[code] for code in (CODE, "hz-id-change")), item()),
        )
        yield
    queries.forget_all()


def promised(days, of=None):
    before = of or list_of("chengxi").items[CODE]
    return replace(before, limits=replace(before.limits, promised=Limit(days, Unit.WORKING_DAY)))


def refused_draft(wanted):
    with pytest.raises(Refusal) as refusal:
        sent(drafted(wanted, wanted.code))
    return refusal.value


@pytest.mark.django_db
@pytest.mark.usefixtures("_county")
def test_a_draft_is_held_against_the_list_above_and_told_in_words():
    refusal = refused_draft(promised(8))
    assert refusal.code == "catalogue.worse_than_above"
    assert "云江市" in refusal.message("zh")
    assert "承诺时限：5 个工作日 → 8 个工作日，更长" in refusal.message("zh")
    assert "5 working days → 8 working days, longer" in refusal.message("en")
    assert refusal.next_step("zh").endswith("请上级在该事项的“可双向调整字段”中选上：承诺时限。")
    assert refusal.next_step("en").endswith("“Free fields”: Promised limit.")


@pytest.mark.django_db
@pytest.mark.usefixtures("_county")
def test_a_draft_may_go_back_to_what_the_list_above_has_and_an_own_item_is_the_bureaus():
    assert passed(sent(drafted(promised(5), CODE))).state == "published"
    assert passed(sent(drafted(promised(30, item()), "t-item"))).state == "published"


@pytest.mark.django_db
@pytest.mark.usefixtures("_county")
def test_what_is_open_is_filled_by_a_draft_and_a_mark_taken_away_confirms():
    above = list_of("yunjiang").items[CODE]
    assert "channels" in above.unverified
    before = list_of("chengxi").items[CODE]
    wanted = replace(before, unverified=(), codes=Codes(basic="000104002000"))
    assert passed(sent(drafted(wanted, CODE))).state == "published"


@pytest.mark.django_db
@pytest.mark.usefixtures("_county")
def test_a_draft_cannot_ask_for_more_in_the_words_of_a_material():
    before = list_of("chengxi").items[CODE]
    harsher = replace(before.materials[0], note=Text("必须带三份复印件", "Three copies"))
    assert (
        refused_draft(replace(before, materials=(harsher, *before.materials[1:]))).code == "catalogue.worse_than_above"
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_county")
def test_what_comes_in_by_a_file_is_held_to_the_same():
    slow = promised(20, national().items["hz-id-renew"])
    taken = take_in(ANN, shelf(slow), NOW)
    with pytest.raises(Refusal) as refusal:
        submit_for_review(ANN, taken.change, taken.revision, NOW)
    assert refusal.value.code == "catalogue.worse_than_above"
    assert "15 个工作日 → 20 个工作日，更长" in refusal.value.message("zh")


@pytest.mark.django_db
def test_an_installation_without_a_layer_stands_under_the_national_list():
    queries.forget_all()
    with moment.at(NOW):
        before = national().items[CODE]
        publish_catalogue(NOW - timedelta(days=30), shelf(before, national().items["hz-id-change"]))
        refusal = refused_draft(replace(before, stationed=False))
        assert refusal.code == "catalogue.worse_than_above"
        assert "全国清单" in refusal.message("zh")
    queries.forget_all()

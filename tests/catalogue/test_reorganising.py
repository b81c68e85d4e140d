"""Items split, merged, put on hold and cancelled: any number of them, and never what the list above gives people."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from yichuang.catalogue import above, queries
from yichuang.catalogue.changes.draft import begin, begin_new, save
from yichuang.catalogue.changes.reorganise import (
    propose_cancellation,
    propose_merge,
    propose_resumption,
    propose_split,
    propose_suspension,
)
from yichuang.catalogue.changes.review import approve, submit_for_review
from yichuang.catalogue.definition import Item, ItemStatus, Text
from yichuang.catalogue.loader import national
from yichuang.catalogue.models import ItemStanding
from yichuang.catalogue.publish import publish_catalogue
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role

NOW = datetime(2026, 11, 20, 10, tzinfo=BUREAU_TIME)
ANN, BEN = (
    Actor(number, number, f"警官{number}", 1, "/1/", "county", None, (), frozenset({Role.ADMIN})) for number in (1, 2)
)
LATER = NOW + timedelta(days=10)
CODES = tuple(f"t-{place}" for place in range(8))
PROVINCE = Text("省级清单", "the provincial list")


@pytest.fixture
def town(db):
    """Eight items of the bureau's own."""
    queries.forget_all()
    with moment.at(NOW):
        publish_catalogue(NOW - timedelta(days=30), shelf(*(item(code=code) for code in CODES)))
        yield
    queries.forget_all()


@pytest.fixture
def given_above(monkeypatch):
    """``given_above(ITEM…)``: the province's list has these items."""

    def gives(*items: Item) -> None:
        monkeypatch.setattr(above, "list_above", lambda: (PROVINCE, shelf(*items)))

    return gives


def passed(begun):
    sent = submit_for_review(ANN, begun.change.pk, begun.change.revision, NOW)
    return approve(BEN, sent.pk, sent.revision, NOW)


def refused(act, *given, **more) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act(*given, **more)
    return refusal.value


@pytest.mark.parametrize("number", range(2, 7))
def test_an_item_is_split_into_any_number_which_all_name_it(town, number):
    parts = [item(code=f"t-part-{place}") for place in range(number)]
    passed(propose_split(ANN, CODES[0], parts, "事项太大", NOW))
    assert [queries.item_version(part.code).successor_of for part in parts] == [(CODES[0],)] * number
    assert ItemStanding.objects.get(item=CODES[0]).successors == [part.code for part in parts]


@pytest.mark.parametrize("number", range(2, 9))
def test_any_number_of_items_become_one_which_names_them_all(town, number):
    passed(propose_merge(ANN, CODES[:number], item(code="t-one"), "同一事项", NOW))
    assert queries.item_version("t-one").successor_of == CODES[:number]
    ended = [code for code in CODES if queries.heads()[code].status is ItemStatus.CANCELLED]
    assert ended == list(CODES[:number])


def test_no_two_parts_of_a_split_have_one_code(town):
    parts = [item(code=code) for code in ("t-part-1", "t-part-2", "t-part-2")]
    assert refused(propose_split, ANN, CODES[0], parts, "拆", NOW).code == "catalogue.code_taken"


ENDINGS = {
    "suspension": lambda code: propose_suspension(ANN, [code, CODES[1]], "系统升级", NOW),
    "cancellation": lambda code: propose_cancellation(ANN, [code], "不办了", NOW),
    "split": lambda code: propose_split(ANN, code, [item(code="t-a"), item(code="t-b")], "太大", NOW),
    "merger": lambda code: propose_merge(ANN, [code, CODES[1]], item(code="t-one"), "同一事项", NOW),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_what_the_list_above_gives_is_not_taken_away(town, given_above, how):
    given_above(item(code=CODES[0]))
    refusal = refused(ENDINGS[how], CODES[0])
    assert (refusal.code, refusal.params["items"]) == ("catalogue.given_above", CODES[0])
    assert "省级清单" in refusal.message("zh")
    assert "请保留该事项" in refusal.next_step("zh")
    assert "the provincial list" in refusal.message("en")
    assert "Keep the item" in refusal.next_step("en")


@pytest.mark.parametrize("how", ENDINGS)
def test_what_has_come_onto_the_list_above_meanwhile_stops_the_review_too(town, given_above, how):
    begun = ENDINGS[how](CODES[0])
    given_above(item(code=CODES[0]))
    assert refused(submit_for_review, ANN, begun.change.pk, 1, NOW).code == "catalogue.given_above"
    given_above()
    sent = submit_for_review(ANN, begun.change.pk, 1, NOW)
    given_above(item(code=CODES[0]))
    assert refused(approve, BEN, sent.pk, sent.revision, NOW).code == "catalogue.given_above"


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize(
    "parts", [{"free": ["first_status"]}, {"local": ["first_status"]}, {"first_status": "suspended"}], ids=str
)
def test_what_the_list_above_leaves_to_each_place_or_has_stopped_itself_may_end(town, given_above, how, parts):
    given_above(item(code=CODES[0], **parts))
    assert passed(ENDINGS[how](CODES[0])).state == "published"


def test_what_rests_here_is_taken_up_again_whatever_the_list_above_says(town, given_above):
    passed(propose_suspension(ANN, [CODES[0]], "系统升级", NOW))
    given_above(item(code=CODES[0]))
    passed(propose_resumption(ANN, [CODES[0]], "升级完成", NOW))
    assert queries.item_version(CODES[0]).code == CODES[0]


def test_beside_an_item_of_the_list_above_more_are_made_and_it_is_made_better(town, given_above):
    given_above(item(code=CODES[0]))
    passed(begin_new(ANN, item(code="t-beside"), NOW))
    assert begin(ANN, CODES[0], NOW).change.state == "draft"


def suspended():
    passed(propose_suspension(ANN, [CODES[0]], "系统升级", NOW))


def cancelled():
    passed(propose_cancellation(ANN, [CODES[0]], "不办了", NOW))


AS_IT_STANDS = [
    (lambda: None, lambda: propose_resumption(ANN, [CODES[0]], "恢复", NOW)),
    (suspended, lambda: propose_suspension(ANN, [CODES[0]], "再停", NOW)),
    (cancelled, lambda: propose_cancellation(ANN, [CODES[0]], "再取消", NOW)),
    (cancelled, lambda: begin(ANN, CODES[0], NOW)),
]
"""How the item stands, and what that rules out."""


@pytest.mark.parametrize(("before", "act"), AS_IT_STANDS)
def test_what_an_item_as_it_stands_rules_out_is_refused_with_the_way_out(town, before, act):
    before()
    refusal = refused(act)
    assert refusal.code == "catalogue.wrong_standing"
    assert "照此新增事项" in refusal.next_step("zh")


def test_what_has_become_of_an_item_since_a_change_was_begun_counts_at_its_review(town):
    edit = begin(ANN, CODES[0], NOW)
    edited = save(ANN, edit.change.pk, 1, [replace(edit.items[CODES[0]], visits=0)], NOW)
    hold = propose_suspension(ANN, [CODES[0]], "停", NOW).change
    cancelled()
    for change in (edited, hold):
        refusal = refused(submit_for_review, ANN, change.pk, change.revision, NOW)
        assert refusal.code == "catalogue.wrong_standing"


def test_a_resumption_may_be_agreed_on_with_the_suspension_that_it_ends(town):
    passed(propose_suspension(ANN, [CODES[0]], "系统升级", NOW, effective=LATER))
    passed(propose_resumption(ANN, [CODES[0]], "升级完成", NOW, effective=LATER + timedelta(days=2)))
    for day, status in enumerate((ItemStatus.SUSPENDED, ItemStatus.SUSPENDED, ItemStatus.IN_USE)):
        with moment.at(LATER + timedelta(days=day)):
            queries.forget()
            assert queries.heads()[CODES[0]].status is status


def test_an_item_that_a_waiting_version_depends_on_does_not_end(town):
    begun = begin(ANN, CODES[1], NOW)
    wanted = replace(begun.items[CODES[1]], depends_on=(CODES[0],))
    saved = save(ANN, begun.change.pk, 1, [wanted], NOW, valid_from=LATER)
    approve(BEN, saved.pk, submit_for_review(ANN, saved.pk, saved.revision, NOW).revision, NOW)
    ending = propose_cancellation(ANN, [CODES[0]], "不办了", NOW)
    refusal = refused(submit_for_review, ANN, ending.change.pk, 1, NOW)
    assert (refusal.code, refusal.params["by"]) == ("catalogue.depended_on", CODES[1])


NATIONAL = sorted(national().items)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(NATIONAL),
    free=st.sets(st.sampled_from(["first_status", "limits", "scope"])),
    status=st.sampled_from(sorted(ItemStatus)),
)
def test_exactly_what_is_open_above_and_not_left_to_each_place_stays(given_above, code, free, status):
    of = replace(national().items[code], free=tuple(free), first_status=status)
    given_above(of)
    stays = status is ItemStatus.IN_USE and not {"first_status"} & {*free, *of.local, *of.unverified}
    if stays:
        assert refused(above.refuse_taken_away, [code, "x-own"]).params["items"] == code
    else:
        above.refuse_taken_away([code, "x-own"])

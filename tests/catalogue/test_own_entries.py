"""The bureau's own data elements and kinds of proof: in by a table, let pass by a second person, read with the shipped."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from msgspec.structs import replace

from tests.catalogue.builders import element, item, shelf
from tests.catalogue.own_entry import ANN, ASKING, BEN, BERTH, HEAD, LATER, NOW, PERMIT, bringing
from yichuang.catalogue import queries
from yichuang.catalogue.changes.remove_entry import remove_entry
from yichuang.catalogue.changes.review import Wish, approve, submit_for_review
from yichuang.catalogue.changes.uses import Use, counters
from yichuang.catalogue.definition import Text
from yichuang.catalogue.exchange.take_in import take_in
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.lint import findings_of
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import CatalogueTrail, DictionaryEntry, ItemVersion
from yichuang.catalogue.own_entries import NONE, Dictionary, OwnEntries
from yichuang.catalogue.publish import publish_catalogue
from yichuang.catalogue.schema import schemas
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal


def refused(act, *given, **more):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(*given, **more)
    return refusal.value


@pytest.fixture
def town(db):
    queries.forget_all()
    with moment.at(NOW):
        publish_catalogue(NOW - timedelta(days=30), shelf(item(code="t-plain")))
        yield
    queries.forget_all()


def sent(incoming, who=ANN):
    taken = take_in(who, incoming, NOW)
    return submit_for_review(who, taken.change, taken.revision, NOW)


def passed(incoming):
    change = sent(incoming)
    return approve(BEN, change.pk, change.revision, NOW)


# --- on the way in ----------------------------------------------------------------------------------------------------


def test_they_come_in_as_drafts_and_are_there_when_a_second_person_has_let_them_pass(town):
    change = sent(bringing(ASKING))
    assert "yl_berth" not in catalogue().elements
    assert not ItemVersion.objects.filter(item="t-item").exists()
    assert refused(approve, ANN, change.pk, change.revision, NOW).code == "catalogue.own_review"
    approve(BEN, change.pk, change.revision, NOW)
    assert catalogue().elements["yl_berth"] == BERTH
    assert catalogue().evidence_types["yl_berth_permit"] == PERMIT
    assert queries.item_version("t-item") == ASKING


def test_its_reviewer_reads_every_entry_in_the_trail(town):
    change = sent(bringing(ASKING))
    notes = list(
        CatalogueTrail.objects.filter(change=change, event="entered").order_by("id").values_list("note", flat=True)
    )
    assert notes == [
        "数据元 yl_berth（泊位号 / Berth；文字；场所）", "材料类型 yl_berth_permit（泊位许可 / Berth permit；停泊证）",
    ]  # fmt: skip


def test_the_same_again_is_nothing_to_do_and_entries_alone_are_worth_a_change(town):
    passed(bringing(ASKING))
    assert take_in(ANN, bringing(ASKING), NOW).change is None
    alone = passed(bringing(own=OwnEntries({"yl_mast": element("yl_mast")})))
    assert alone.state == "published"
    assert set(queries.published_catalogue().elements) >= {"yl_berth", "yl_mast"}


def test_better_words_reach_every_process_that_had_the_old_ones(town):
    passed(bringing(ASKING))
    before = catalogue()
    better = replace(BERTH, name=Text("泊位编号", "Berth number"))
    report = take_in(ANN, bringing(own=OwnEntries({"yl_berth": better})), NOW)
    assert [(term.key, term.standing) for term in report.mapping.terms] == [("yl_berth", "changed")]
    change = submit_for_review(ANN, report.change, report.revision, NOW)
    approve(BEN, change.pk, change.revision, NOW)
    assert catalogue().elements["yl_berth"] == better
    assert catalogue() is not before, "what was worked out from the old words is not kept"


def test_a_published_entry_does_not_get_another_meaning(town):
    passed(bringing(ASKING))
    refusal = refused(take_in, ANN, bringing(own=OwnEntries({"yl_berth": element(type="date")})), NOW)
    assert refusal.code == "catalogue.entry_meaning"
    assert "另取一个代码" in refusal.next_step("zh")


def test_of_two_changes_with_one_key_the_second_is_told_so(town):
    first, second = sent(bringing(ASKING)), sent(bringing(own=OwnEntries({"yl_berth": element(type="date")})))
    approve(BEN, first.pk, first.revision, NOW)
    assert refused(approve, BEN, second.pk, second.revision, NOW).code == "catalogue.entry_meaning"


def test_one_that_waits_for_its_day_is_not_given_another_meaning_meanwhile(town):
    waiting = take_in(ANN, bringing(ASKING), NOW)
    sent_on = submit_for_review(ANN, waiting.change, waiting.revision, NOW, wish=Wish("", LATER))
    approve(BEN, sent_on.pk, sent_on.revision, NOW)
    other = take_in(ANN, bringing(own=OwnEntries({"yl_berth": element(type="date")})), NOW)
    assert refused(submit_for_review, ANN, other.change, other.revision, NOW).code == "catalogue.entry_meaning"


def test_a_long_choice_stands_in_the_trail_to_its_last_option(town):
    options = [{"value": f"o{n}", "label": {"zh": f"第{n}号泊位所在的码头", "en": "Pier"}} for n in range(60)]
    change = sent(bringing(own=OwnEntries({"yl_pier": element("yl_pier", type="choice", options=options)})))
    notes = CatalogueTrail.objects.filter(change=change, event="entered").order_by("id").values_list("note", flat=True)
    assert "第59号泊位所在的码头" in "".join(notes)


def test_what_a_process_read_of_a_change_that_did_not_come_about_is_forgotten(town):
    first, second = sent(bringing(own=OwnEntries({"yl_a": element("yl_a")}))), sent(bringing())
    with transaction.atomic():
        approve(BEN, first.pk, first.revision, NOW)
        assert "yl_a" in catalogue().elements
        transaction.set_rollback(True)
    approve(BEN, second.pk, second.revision, NOW)
    assert "yl_a" not in catalogue().elements
    assert catalogue().elements["yl_berth"] == BERTH


def test_what_all_lines_share_is_the_administrators(town):
    assert refused(take_in, HEAD, bringing(ASKING), NOW).code == "catalogue.not_keeper"
    change = sent(bringing(ASKING))
    assert refused(approve, HEAD, change.pk, change.revision, NOW).code == "catalogue.not_keeper"
    assert take_in(HEAD, bringing(item(), own=NONE), NOW).change


def test_an_entry_in_force_never_changes(town):
    passed(bringing(ASKING))
    for act in (lambda rows: rows.update(key="yl_other"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(DictionaryEntry.objects.all())


def test_entries_wait_for_the_day_of_their_change(town):
    taken = take_in(ANN, bringing(ASKING), NOW)
    waiting = submit_for_review(ANN, taken.change, taken.revision, NOW, wish=Wish("", LATER))
    approve(BEN, waiting.pk, waiting.revision, NOW)
    assert "yl_berth" not in catalogue().elements
    with moment.at(LATER):
        queries.forget()
        assert (catalogue().elements["yl_berth"], queries.item_version("t-item")) == (BERTH, ASKING)


# --- where they are read ----------------------------------------------------------------------------------------------


def test_another_process_knows_them_before_it_hands_out_an_item_that_names_them(town):
    held = catalogue()
    heads = queries.heads()
    passed(bringing(ASKING))
    queries.forget_all()
    queries._heads.by_code, queries._heads.read_at = heads, float("inf")  # it has looked a moment ago
    assert "yl_berth" not in held.elements
    named = queries.item_version("t-item", 1)
    assert held.elements[named.form[1].element] == BERTH
    assert held.evidence_types[named.materials[0].evidence] == PERMIT


def test_a_process_that_looks_up_a_name_before_any_item_knows_it(town):
    passed(bringing(ASKING))
    queries.forget_all()
    assert catalogue().evidence_types["yl_berth_permit"] == PERMIT


def test_knowing_them_costs_no_query_of_its_own(town, django_assert_num_queries):
    passed(bringing(ASKING))
    catalogue(), queries.item_version("t-item")
    queries.forget()
    with django_assert_num_queries(1):  # what is in force, as before
        assert catalogue().elements["yl_berth"] == queries.published_catalogue().elements["yl_berth"]
    with django_assert_num_queries(0):
        assert catalogue().elements["yl_berth"] == BERTH


def test_linter_guide_and_schema_read_them_with_the_shipped_ones(town):
    assert {each.rule for each in findings_of(ASKING, catalogue())} >= {"known_elements", "known_evidence"}
    passed(bringing(ASKING))
    found = catalogue()
    assert not {each.rule for each in findings_of(ASKING, found)} & {"known_elements", "known_evidence"}
    page = guide(ASKING, found)
    assert [each.name.en for each in page.form][-1] == "Berth"
    assert [each.name.zh for each in page.materials] == ["泊位许可"]
    assert '"yl_berth_permit"' in schemas(found)["item.schema.json"]


def test_an_item_that_names_what_nobody_brings_is_stopped(town):
    taken = take_in(ANN, bringing(ASKING, own=OwnEntries({"yl_berth": BERTH})), NOW)
    assert [row.unknown for row in taken.mapping.rows] == [("materials.yl_berth_permit",)]
    assert refused(submit_for_review, ANN, taken.change, taken.revision, NOW).code == "catalogue.unfit"


# --- removal ----------------------------------------------------------------------------------------------------------


def remove(who=BEN, dictionary=Dictionary.ELEMENTS, key="yl_berth"):
    return remove_entry(who, dictionary, key, "不再使用", NOW)


def test_what_nothing_uses_is_removed_by_a_second_person(town):
    passed(bringing())
    assert refused(remove, ANN).code == "catalogue.own_review"
    assert refused(remove, HEAD).code == "catalogue.not_keeper"
    remove()
    assert "yl_berth" not in catalogue().elements
    assert catalogue().evidence_types["yl_berth_permit"] == PERMIT
    assert CatalogueTrail.objects.get(event="removed").field == "elements.yl_berth"
    assert refused(remove).code == "catalogue.no_entry"
    assert refused(remove, key="applicant_name").code == "catalogue.no_entry"


def test_what_an_item_a_case_or_an_open_change_names_stays(town, monkeypatch):
    passed(bringing(ASKING))
    refusal = refused(remove)
    assert (refusal.code, refusal.params["uses_zh"]) == ("catalogue.entry_used", "1 个事项")
    passed(bringing(replace(ASKING, form=(), materials=()), own=NONE))
    monkeypatch.setitem(
        counters._plugins,
        "of this test",
        lambda code: (Use(Text("件办件", "cases"), 7, version=1),) * (code == "t-item"),
    )
    assert refused(remove).params["uses_en"] == "7 cases"
    monkeypatch.delitem(counters._plugins, "of this test")
    taken = take_in(ANN, bringing(item(code="t-new", rules=[RULE]), own=NONE), NOW)
    assert refused(remove).params["uses_en"] == "1 unfinished changes"
    assert taken.change
    remove(dictionary=Dictionary.EVIDENCE_TYPES, key="yl_berth_permit")
    assert "yl_berth_permit" not in catalogue().evidence_types


RULE = {
    "key": "r", "when": 'form.yl_berth == "1"', "effect": "warn", "message": {"zh": "字", "en": "words"}, "source": "甲",
}  # fmt: skip

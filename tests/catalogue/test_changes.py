import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from yichuang.catalogue import queries
from yichuang.catalogue.changes.correct import correct
from yichuang.catalogue.changes.draft import begin, begin_new, check, compared, discard, renew, save
from yichuang.catalogue.changes.reorganise import (
    propose_cancellation,
    propose_merge,
    propose_resumption,
    propose_split,
    propose_suspension,
)
from yichuang.catalogue.changes.review import Wish, approve, recall, send_back, submit_for_review
from yichuang.catalogue.changes.terms import ChangeState
from yichuang.catalogue.changes.trail import written_since
from yichuang.catalogue.changes.uses import Use, counters
from yichuang.catalogue.changes.withdraw import withdraw
from yichuang.catalogue.definition import Level, Line
from yichuang.catalogue.models import CatalogueChange, CatalogueTrail, ItemDraft, ItemStanding, ItemVersion
from yichuang.catalogue.publish import publish_catalogue
from yichuang.catalogue.queries import heads, item_version
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor, GrantFacts
from yichuang.organisation.terms import Act, Role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, tzinfo=BUREAU_TIME)
LATER = NOW + timedelta(days=10)
ITEM = item()


def officer(staff_id, *roles, line=None):
    grants = (GrantFacts(line, Act.DECIDE, Level.COUNTY, "/1/", date(2026, 1, 1), date(2027, 1, 1)),) if line else ()
    return Actor(staff_id, staff_id, f"警官{staff_id}", 1, "/1/", Level.COUNTY, None, grants, frozenset(roles))


ANN, BEN = officer(1, Role.ADMIN), officer(2, Role.ADMIN)
HEAD = officer(3, Role.MANAGER, line=Line.HOUSEHOLD)
CLERK = officer(4, Role.CLERK, line=Line.HOUSEHOLD)


@pytest.fixture(autouse=True)
def _published():
    queries.forget_all()
    with moment.at(NOW):
        publish_catalogue(NOW - timedelta(days=30), shelf(ITEM, item(code="t-other")))
        yield
    queries.forget_all()


def quicker(amount=3, of=ITEM):
    return replace(of, limits=replace(of.limits, promised=replace(of.limits.promised, amount=amount)))


def drafted(wanted=None, code="t-item", who=ANN, **more):
    """A change of one item, saved as ``wanted``."""
    begun = begin(who, code, NOW)
    return save(who, begun.change.pk, 1, [wanted or quicker()], NOW, **more)


def sent(change, who=ANN):
    return submit_for_review(who, change.pk, change.revision, NOW)


def passed(change, who=BEN, now=NOW):
    return approve(who, change.pk, change.revision, now)


def refused(act, *given, **more):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(*given, **more)
    return refusal.value.code


def test_a_change_is_drafted_by_one_reviewed_by_another_and_is_then_the_picture():
    change = passed(sent(drafted()))
    assert (change.state, change.author, change.reviewer) == (ChangeState.PUBLISHED, "警官1", "警官2")
    assert item_version("t-item").limits.promised.amount == 3
    assert (item_version("t-item").version, item_version("t-item", 1)) == (2, ITEM)
    assert [line.event for line in change.trail.order_by("id")] == [
        "begun", "saved", "written", "submitted", "published",
    ]  # fmt: skip


def test_the_author_cannot_let_the_own_change_pass():
    assert refused(passed, sent(drafted()), ANN) == "catalogue.own_review"
    with pytest.raises(IntegrityError), transaction.atomic():
        CatalogueChange.objects.update(reviewer_id=1)


def test_who_had_a_hand_in_a_change_cannot_let_it_pass_either():
    begun = begin(ANN, "t-item", NOW)
    change = sent(save(BEN, begun.change.pk, 1, [quicker()], NOW))
    assert refused(passed, change, BEN) == "catalogue.own_review"
    assert passed(change, HEAD).state == ChangeState.PUBLISHED


def test_a_line_is_changed_by_administrators_and_its_own_leaders_only():
    assert refused(begin, CLERK, "t-item", NOW) == "catalogue.not_editor"
    begun = begin(HEAD, "t-item", NOW)
    moved = replace(ITEM, line=Line.TRAFFIC)
    assert refused(save, HEAD, begun.change.pk, 1, [moved], NOW) == "catalogue.not_editor"
    assert passed(sent(save(HEAD, begun.change.pk, 1, [quicker()], NOW), HEAD)).state == ChangeState.PUBLISHED


def test_a_change_of_another_hand_is_not_there_for_writing():
    begun = begin(ANN, "t-item", NOW)
    assert refused(save, HEAD, begun.change.pk, 1, [quicker()], NOW) == "authority.not_found"
    assert refused(save, CLERK, begun.change.pk, 1, [quicker()], NOW) == "authority.not_found"


def test_what_the_linter_finds_blocks_the_review():
    slower = replace(ITEM, depends_on=("no-such-item",))
    change = drafted(slower)
    assert check(ANN, change.pk, change.revision, NOW)
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        sent(change)
    assert refusal.value.code == "catalogue.unfit"
    assert not re.search("[\u4e00-\u9fff]", refusal.value.message("en"))
    assert CatalogueChange.objects.get(pk=change.pk).state == ChangeState.DRAFT


def test_a_clean_check_is_remembered_until_the_next_word():
    change = drafted()
    assert check(ANN, change.pk, change.revision, NOW) == ()
    linted = CatalogueChange.objects.get(pk=change.pk)
    assert linted.state == ChangeState.LINTED
    assert save(ANN, change.pk, linted.revision, [quicker(2)], NOW).state == ChangeState.DRAFT


def test_two_people_saving_at_once_get_one_clear_conflict():
    begun = begin(ANN, "t-item", NOW)
    save(ANN, begun.change.pk, 1, [quicker(4)], NOW)
    assert refused(save, BEN, begun.change.pk, 1, [quicker(2)], NOW) == "catalogue.change_moved"
    assert ItemDraft.objects.get().content["limits"]["promised"]["amount"] == 4


def test_each_word_of_a_saving_is_kept_with_the_revision_it_made():
    begun = begin(ANN, "t-item", NOW)
    first = save(ANN, begun.change.pk, 1, [quicker(4)], NOW)
    second = save(BEN, begun.change.pk, first.revision, [replace(quicker(4), visits=0)], NOW)
    assert [(line.staff, line.field, line.new) for line in written_since(second, first.revision)] == [
        ("警官2", "visits", "0")
    ]
    assert [line.field for line in written_since(second, 1)] == ["limits.promised", "visits"]


def test_a_change_says_why_and_from_when_as_it_is_submitted():
    change = drafted()
    sent = submit_for_review(ANN, change.pk, change.revision, NOW, wish=Wish("县局会议纪要〔2026〕9号", LATER))
    assert (sent.reason, sent.valid_from) == ("县局会议纪要〔2026〕9号", LATER)
    passed(sent)
    assert item_version("t-item").limits.promised == ITEM.limits.promised
    with moment.at(LATER):
        queries.forget()
        assert item_version("t-item").limits.promised.amount == 3


def test_what_changes_nothing_is_not_put_before_a_second_person():
    assert refused(sent, drafted(ITEM)) == "catalogue.nothing_changed"


def test_two_changes_of_one_item_do_not_undo_each_other():
    first, second = (
        sent(drafted(quicker(4))),
        sent(drafted(replace(ITEM, visits=2, visit_reason=ITEM.name), who=BEN), BEN),
    )
    passed(first)
    assert refused(passed, second, ANN) == "catalogue.outdated"
    back = send_back(ANN, second.pk, second.revision, NOW, comment="先并入新版")
    carried = renew(BEN, back.pk, back.revision, NOW)
    passed(submit_for_review(BEN, carried.pk, carried.revision, NOW), ANN)
    now = item_version("t-item")
    assert (now.limits.promised.amount, now.visits, now.version) == (4, 2, 3)


def test_the_same_field_changed_twice_is_said_and_not_guessed():
    first, second = sent(drafted(quicker(4))), drafted(quicker(2), who=BEN)
    passed(first)
    assert refused(renew, BEN, second.pk, second.revision, NOW) == "catalogue.both_changed"


def test_two_reviewers_at_once_publish_once():
    change = sent(drafted())
    passed(change)
    assert refused(passed, change, HEAD) == "catalogue.change_closed"
    assert ItemVersion.objects.filter(item="t-item").count() == 2


def test_a_change_sent_back_says_why_and_can_be_mended():
    change = sent(drafted())
    assert refused(send_back, BEN, change.pk, change.revision, NOW, comment=" ") == "organisation.no_reason"
    back = send_back(BEN, change.pk, change.revision, NOW, comment="承诺期限请核对")
    assert (back.state, back.comment) == (ChangeState.SENT_BACK, "承诺期限请核对")
    assert refused(passed, back) == "catalogue.change_closed"
    assert sent(save(ANN, back.pk, back.revision, [quicker(4)], NOW)).state == ChangeState.IN_REVIEW


def test_a_change_is_taken_back_from_its_review_until_somebody_has_decided():
    change = sent(drafted())
    assert refused(recall, HEAD, change.pk, change.revision, NOW) == "authority.not_found"
    back = recall(ANN, change.pk, change.revision, NOW)
    assert (back.state, back.trail.latest("id").event) == (ChangeState.DRAFT, "recalled")
    assert refused(passed, change) == "catalogue.change_closed"
    again = sent(save(ANN, back.pk, back.revision, [quicker(2)], NOW))
    assert refused(passed, change) == "catalogue.change_moved"
    passed(again)
    assert refused(recall, ANN, again.pk, again.revision + 1, NOW) == "catalogue.change_closed"


def test_a_discarded_change_is_over():
    begun = begin(ANN, "t-item", NOW)
    change = discard(ANN, begun.change.pk, 1, NOW)
    assert refused(save, ANN, change.pk, change.revision, [quicker()], NOW) == "catalogue.change_closed"


def test_a_version_may_wait_for_its_day():
    passed(sent(drafted(valid_from=LATER)))
    queries.forget()
    assert item_version("t-item").version == 1
    with moment.at(LATER):
        queries.forget()
        assert item_version("t-item").version == 2
    assert refused(passed, sent(drafted(quicker(2)))) == "catalogue.waiting_version"


def test_a_waiting_version_can_be_taken_back_and_the_old_one_stays():
    passed(sent(drafted(valid_from=LATER)))
    assert refused(withdraw, ANN, "t-item", 2, "改期", NOW) == "catalogue.own_review"
    assert refused(withdraw, BEN, "t-item", 1, "改期", NOW) == "catalogue.not_last"
    withdraw(BEN, "t-item", 2, "改期", NOW)
    with moment.at(LATER):
        queries.forget()
        assert item_version("t-item").version == 1
    assert CatalogueTrail.objects.get(event="withdrawn").note == "改期"
    passed(sent(drafted(quicker(2))))
    assert item_version("t-item").version == 3


def test_who_had_a_hand_in_a_version_does_not_take_it_back_alone():
    begun = begin(ANN, "t-item", NOW)
    passed(sent(save(BEN, begun.change.pk, 1, [quicker()], NOW)), HEAD)
    assert refused(withdraw, BEN, "t-item", 2, "改期", NOW) == "catalogue.own_review"


def test_a_version_that_a_case_rests_on_cannot_be_taken_back(monkeypatch):
    passed(sent(drafted()))
    monkeypatch.setitem(
        counters._plugins,
        "of this test",
        lambda code: (Use(replace(ITEM.name, zh="件办件", en="cases"), 7, version=2),),
    )
    with pytest.raises(Refusal) as refusal:
        withdraw(BEN, "t-item", 2, "改错了", NOW)
    assert refusal.value.code == "catalogue.version_needed"
    assert "7 件办件" in refusal.value.message("zh")
    assert "7 cases" in refusal.value.message("en")


def test_the_first_version_cannot_be_taken_back():
    assert refused(withdraw, BEN, "t-item", 1, "不要了", NOW) == "catalogue.not_last"


BETTER_WORDS = replace(
    ITEM, steps=(replace(ITEM.steps[0], name=replace(ITEM.steps[0].name, en="At the counter")), *ITEM.steps[1:])
)


def test_words_are_corrected_in_place_with_a_trail():
    changes = correct(ANN, BETTER_WORDS, 0, NOW, note="译名有误")
    assert [change.path for change in changes] == ["steps.accept.name.en"]
    assert (item_version("t-item").steps[0].name.en, item_version("t-item").version) == ("At the counter", 1)
    assert item_version("t-item", 1).steps[0].name.en == "At the counter"
    line = CatalogueTrail.objects.get(event="corrected")
    assert (line.field, line.old, line.new, line.staff) == (changes[0].path, "Accept", "At the counter", "警官1")
    assert ItemVersion.objects.get(item="t-item").content["steps"][0]["name"]["en"] == "Accept"


def test_a_correction_reaches_a_process_that_has_read_the_version_before():
    assert item_version("t-item").steps[0].name.en == "Accept"
    correct(ANN, BETTER_WORDS, 0, NOW)
    queries._versions["t-item", 1], queries._revisions["t-item", 1] = ITEM, 0
    queries.forget()
    assert item_version("t-item").steps[0].name.en == "At the counter"


def test_what_the_law_says_is_never_corrected_in_place():
    translated = replace(ITEM, name=replace(ITEM.name, en="Another item"))
    for legal in (quicker(), replace(ITEM, legal_basis=("某法",)), replace(ITEM, visits=0), translated):
        assert refused(correct, ANN, legal, 0, NOW) == "catalogue.not_editorial"
    assert refused(correct, ANN, ITEM, 0, NOW) == "catalogue.nothing_changed"


def test_words_are_not_corrected_while_a_version_waits_that_would_bring_the_old_ones_back():
    passed(sent(drafted(valid_from=LATER)))
    assert refused(correct, ANN, BETTER_WORDS, 0, NOW) == "catalogue.correction_lost"
    assert item_version("t-item").steps[0].name.en == "Accept"


def test_two_corrections_at_once_get_one_clear_conflict():
    correct(ANN, replace(ITEM, note="甲"), 0, NOW)
    assert refused(correct, BEN, replace(ITEM, note="乙"), 0, NOW) == "catalogue.item_moved"
    assert heads()["t-item"].revision == 1


def test_a_change_begun_before_a_correction_does_not_undo_it():
    change = drafted()
    correct(BEN, replace(ITEM, note="更正"), 0, NOW)
    assert refused(sent, change) == "catalogue.outdated"
    passed(sent(renew(ANN, change.pk, change.revision, NOW)))
    assert (item_version("t-item").note, item_version("t-item").limits.promised.amount) == ("更正", 3)


def test_files_never_overwrite_what_the_bureau_has_changed_itself():
    passed(sent(drafted()))
    done = publish_catalogue(NOW, shelf(quicker(9), item(code="t-other", note="新")))
    assert (done.kept, done.changed) == (("t-item",), ("t-other",))
    assert item_version("t-item").limits.promised.amount == 3


def test_an_item_is_split_into_several_which_name_it():
    parts = [item(code="t-part-1"), item(code="t-part-2")]
    passed(sent(propose_split(ANN, "t-item", parts, "事项太大", NOW, effective=LATER).change))
    assert item_version("t-item") == ITEM
    with moment.at(LATER):
        queries.forget()
        assert refused(item_version, "t-item") == "catalogue.suspended"
        assert item_version("t-part-1").successor_of == ("t-item",)
        assert item_version("t-item", 1) == ITEM
    assert ItemStanding.objects.get(item="t-item").successors == ["t-part-1", "t-part-2"]


def test_several_items_become_one():
    passed(sent(propose_merge(ANN, ["t-item", "t-other"], item(code="t-one"), "同一事项", NOW).change))
    assert item_version("t-one").successor_of == ("t-item", "t-other")
    assert {code: head.status for code, head in heads().items()} == {
        "t-one": "in_use", "t-item": "cancelled", "t-other": "cancelled",
    }  # fmt: skip


def test_a_split_or_merger_needs_two():
    assert refused(propose_split, ANN, "t-item", [item(code="t-x")], "拆", NOW) == "catalogue.too_few"
    assert refused(propose_merge, ANN, ["t-item"], item(code="t-x"), "合", NOW) == "catalogue.too_few"
    taken = [item(code="t-x"), item(code="t-other")]
    assert refused(propose_split, ANN, "t-item", taken, "拆", NOW) == "catalogue.code_taken"


def test_an_item_is_suspended_resumed_and_cancelled_each_under_two_pairs_of_eyes():
    passed(sent(propose_suspension(ANN, ["t-item"], "系统升级", NOW).change))
    assert refused(item_version, "t-item") == "catalogue.suspended"
    passed(sent(propose_resumption(ANN, ["t-item"], "升级完成", NOW).change))
    assert item_version("t-item") == ITEM
    passed(sent(propose_cancellation(ANN, ["t-item"], "法律修订", NOW, successors=["t-other"]).change))
    assert ItemStanding.objects.order_by("-id")[0].successors == ["t-other"]
    assert refused(propose_resumption, ANN, ["t-item"], "反悔", NOW) == "catalogue.wrong_standing"


def test_an_ending_needs_a_reason_and_a_known_successor():
    assert refused(propose_cancellation, ANN, ["t-item"], "", NOW) == "organisation.no_reason"
    assert refused(propose_cancellation, ANN, ["t-item"], "因", NOW, successors=["no"]) == "catalogue.unknown_item"


def test_an_item_that_another_depends_on_does_not_end():
    passed(sent(drafted(replace(ITEM, depends_on=("t-other",)))))
    change = propose_cancellation(ANN, ["t-other"], "不办了", NOW).change
    assert refused(sent, change) == "catalogue.depended_on"


def test_a_new_item_takes_a_free_code():
    passed(sent(begin_new(ANN, item(code="t-new"), NOW).change))
    assert item_version("t-new").version == 1
    assert refused(begin_new, ANN, ITEM, NOW) == "catalogue.code_taken"


def test_a_change_shows_in_plain_words_what_it_does():
    shown = compared(drafted())["t-item"]
    assert [change.sentence.zh for change in shown] == ["承诺时限：5 个工作日 → 3 个工作日"]
    assert [change.sentence.en for change in shown] == ["Promised limit: 5 working days → 3 working days"]


def test_the_trail_and_the_standings_refuse_change():
    passed(sent(propose_suspension(ANN, ["t-item"], "系统升级", NOW).change))
    for table in (CatalogueTrail, ItemStanding):
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.all().delete()

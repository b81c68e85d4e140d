from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from msgspec.structs import replace

from tests.catalogue.builders import item, shelf
from yichuang.catalogue import queries
from yichuang.catalogue.definition import ItemStatus
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import CatalogueItem, ItemVersion
from yichuang.catalogue.publish import content_hash, publish_catalogue
from yichuang.catalogue.queries import item_version, items_in_use
from yichuang.catalogue.suspend import set_item_status
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.server.launch import _check_numbers

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD = item()
NEW = item(name={"zh": "新名", "en": "New name"})


@pytest.fixture(autouse=True)
def _no_memory_of_other_databases():
    queries.forget_all()
    with moment.at(MONDAY + timedelta(days=7)):
        yield
    queries.forget_all()


def refused(code, version=None):
    with pytest.raises(Refusal) as refusal:
        item_version(code, version)
    return refusal.value.code


def test_the_whole_catalogue_is_published_once_and_in_a_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        first = publish_catalogue(MONDAY)
    assert len(first.added) == ItemVersion.objects.count() == len(catalogue().items)
    again = publish_catalogue(MONDAY + timedelta(days=1))
    assert (again.added, again.changed, again.unchanged) == ((), (), len(catalogue().items))


def test_what_is_read_back_is_what_was_published():
    publish_catalogue(MONDAY)
    suspended = {"crj-tw-individual"}
    assert {each.code: each for each in items_in_use()} == {
        code: each for code, each in catalogue().items.items() if code not in suspended
    }


GUANGDONG = "{implementation}{date}{serial:4}"


def test_items_without_the_code_that_their_numbers_are_made_of_are_named_when_the_installation_starts(settings, capsys):
    coded = item(code="t-coded", codes={"implementation": "11450721MB15580811" + "4" + "000104002000"})
    publish_catalogue(MONDAY, shelf(OLD, coded))
    _check_numbers()
    assert capsys.readouterr().out == ""
    settings.CASE_NUMBER_PATTERN = GUANGDONG
    _check_numbers()
    said = capsys.readouterr().out
    assert "1 items" in said
    assert "t-item" in said


def test_a_pattern_that_is_none_stops_the_start(settings):
    settings.CASE_NUMBER_PATTERN = "{date}{nobody}"
    with pytest.raises(Refusal) as refusal:
        _check_numbers()
    assert refusal.value.code == "case_number.pattern"


def test_a_change_makes_a_new_version_and_leaves_the_old_one_as_it_was():
    publish_catalogue(MONDAY, shelf(OLD))
    done = publish_catalogue(MONDAY + timedelta(days=1), shelf(NEW))
    assert (done.added, done.changed) == ((), ("t-item",))
    assert item_version("t-item", 1) == OLD
    assert item_version("t-item").name.en == "New name"
    assert item_version("t-item").version == 2
    old, new = ItemVersion.objects.order_by("version")
    assert old.valid_to == new.valid_from == MONDAY + timedelta(days=1)


def test_going_back_to_old_words_is_a_new_version_too():
    for day, words in enumerate((OLD, NEW, OLD)):
        publish_catalogue(MONDAY + timedelta(days=day), shelf(words))
    assert replace(item_version("t-item", 3), version=1) == item_version("t-item", 1)


def test_the_version_number_is_no_part_of_the_content():
    assert content_hash(replace(OLD, version=7)) == content_hash(OLD)
    assert content_hash(NEW) != content_hash(OLD)


def test_a_published_version_refuses_change_and_removal():
    publish_catalogue(MONDAY, shelf(OLD))
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.update(content_hash="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        CatalogueItem.objects.filter(code="t-item").delete()


def test_an_unfit_definition_is_not_published():
    wrong = item(kind="licence")
    with pytest.raises(Refusal) as refusal:
        publish_catalogue(MONDAY, shelf(OLD, replace(wrong, code="t-wrong")))
    assert refusal.value.code == "catalogue.unfit"
    assert not ItemVersion.objects.exists()


def test_unknown_items_and_versions_are_told_apart():
    publish_catalogue(MONDAY, shelf(OLD))
    assert refused("no-such-item") == "catalogue.unknown_item"
    assert refused("no-such-item", 1) == "catalogue.unknown_item"
    assert refused("t-item", 9) == "catalogue.unknown_version"


def test_a_suspended_item_takes_no_new_application_but_serves_running_cases():
    publish_catalogue(MONDAY, shelf(OLD))
    set_item_status("t-item", ItemStatus.SUSPENDED, MONDAY)
    assert refused("t-item") == "catalogue.suspended"
    assert item_version("t-item", 1) == OLD
    assert items_in_use() == ()
    set_item_status("t-item", ItemStatus.IN_USE, MONDAY)
    assert item_version("t-item") == OLD


def test_a_cancelled_item_stays_cancelled():
    publish_catalogue(MONDAY, shelf(OLD))
    set_item_status("t-item", ItemStatus.CANCELLED, MONDAY)
    with pytest.raises(Refusal):
        set_item_status("t-item", ItemStatus.IN_USE, MONDAY)


def test_an_item_may_start_suspended_and_be_opened_for_good():
    closed = item(first_status="suspended")
    publish_catalogue(MONDAY, shelf(closed))
    assert refused("t-item") == "catalogue.suspended"
    set_item_status("t-item", ItemStatus.IN_USE, MONDAY)
    publish_catalogue(MONDAY + timedelta(days=1), shelf(replace(closed, visits=2)))
    assert item_version("t-item").visits == 2


def test_publishing_does_not_lift_a_suspension():
    publish_catalogue(MONDAY, shelf(OLD))
    set_item_status("t-item", ItemStatus.SUSPENDED, MONDAY)
    publish_catalogue(MONDAY + timedelta(days=1), shelf(NEW))
    assert refused("t-item") == "catalogue.suspended"


def test_reading_costs_few_queries_and_none_once_known(django_assert_num_queries):
    publish_catalogue(MONDAY, shelf(*(item(code=f"t-{number}") for number in range(30))))
    with django_assert_num_queries(2):
        items_in_use()
    with django_assert_num_queries(0):
        items_in_use()
        item_version("t-7")
        item_version("t-7", 1)


def test_a_version_of_the_days_when_a_party_had_one_name_is_still_read():
    publish_catalogue(MONDAY, shelf(OLD))
    content = ItemVersion.objects.get().content
    for step, named in zip(content["steps"], ("银行", ""), strict=False):
        step["external"] = named
    CatalogueItem.objects.create(code="t-older", line="household", status_since=MONDAY)
    ItemVersion.objects.create(
        item_id="t-older", version=1, content={**content, "code": "t-older"}, content_hash="0" * 64,
        published_at=MONDAY, valid_from=MONDAY,
    )  # fmt: skip
    first, second = item_version("t-older", 1).steps[:2]
    assert (first.external.zh, first.external.en) == ("银行", "银行")
    assert second.external is None

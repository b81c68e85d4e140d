"""Licences carry a national identifier, one version stands at a time, and each state follows from another."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.ground.refusals import refused
from tests.organisation.bureau import NOW
from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.kernel.licence_ids import check_licence_id
from yichuang.licences.change_standing import change_standing
from yichuang.licences.issue_licence import LicenceOrder, issue_licence
from yichuang.licences.models import Licence
from yichuang.licences.queries import licences_of_case
from yichuang.licences.standing import FOLLOWS, may_follow, standing
from yichuang.licences.terms import LicenceStatus

S = LicenceStatus


@pytest.fixture
def order(bureau):
    from yichuang.kernel.identifiers import Sex
    from yichuang.people.models import Person
    from yichuang.people.terms import IdType

    person = Person.objects.create(
        id_type=IdType.ID_CARD, id_number="990799199104270049", name="沈知微",
        sex=Sex.FEMALE, birth=date(1991, 4, 27), known_since=NOW,
    )  # fmt: skip
    return LicenceOrder(
        key="event-1/passport",
        kind="passport",
        name=Text("普通护照", "Ordinary passport"),
        type_code="11100000000013338W011",
        issuer_code="11430000006122244L",
        unit=bureau.units["county"].pk,
        case_no="99079920261121000017Z",
        valid_from=date(2026, 11, 21),
        valid_to=date(2036, 11, 20),
        person=person.pk,
    )


@pytest.fixture
def licence(order):
    return issue_licence(order, now=NOW)


def test_a_licence_has_an_identifier_that_checks(licence):
    read = check_licence_id(licence.identifier)
    assert (read.type_code, read.issuer, read.version) == ("11100000000013338W011", "11430000006122244L", 1)
    assert read.serial == licence.serial == licence.number
    assert licence.serial.startswith("20261121")


def test_the_same_command_again_issues_nothing_new(licence, order):
    assert issue_licence(order, now=NOW) == licence
    assert Licence.objects.count() == 1


def test_serials_never_repeat(order):
    serials = {issue_licence(replace(order, key=f"event-{at}"), now=NOW).serial for at in range(20)}
    assert len(serials) == 20


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person": None}, "licences.no_holder"),
        ({"organisation": 1}, "licences.no_holder"),
        ({"valid_to": date(2026, 11, 20)}, "licences.bad_validity"),
        ({"type_code": "TOO-SHORT"}, "licence_id.characters"),
        ({"type_code": "11100000000013338W"}, "licence_id.type"),
    ],
)
def test_a_licence_without_a_holder_a_sound_validity_or_a_type_is_refused(order, changes, code):
    with pytest.raises(Refusal) as refused:
        issue_licence(replace(order, **changes), now=NOW)
    assert refused.value.code == code
    assert not Licence.objects.exists()


def test_a_state_changes_with_a_reason_and_only_along_the_table(licence, bureau):
    by = bureau.staff["100002"].pk
    with pytest.raises(Refusal) as silent:
        change_standing(licence.identifier, S.SUSPENDED, reason="", by=by, now=NOW)
    assert silent.value.code == "licences.standing_needs_reason"
    assert change_standing(licence.identifier, S.SUSPENDED, reason="案件调查", by=by, now=NOW).status == S.SUSPENDED
    licence.refresh_from_db()
    assert (licence.status_reason, licence.status_by_id) == ("案件调查", by)
    assert change_standing(licence.identifier, S.VALID, reason="调查结束", by=by, now=NOW).status == S.VALID
    change_standing(licence.identifier, S.CANCELLED, reason="持证人死亡", by=by, now=NOW)
    with pytest.raises(Refusal) as ended:
        change_standing(licence.identifier, S.VALID, reason="误操作", by=by, now=NOW)
    assert ended.value.code == "licences.standing_cannot_change"


def test_replacing_is_not_a_mere_change_of_state(licence):
    with refused("licences.standing_cannot_change"):
        change_standing(licence.identifier, S.SUPERSEDED, reason="换发", by=1, now=NOW)


def test_the_database_itself_keeps_a_licence_to_one_holder(licence):
    with pytest.raises(IntegrityError), transaction.atomic():
        Licence.objects.update(person=None)


def test_what_a_case_has_issued_is_one_query(licence, order, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert licences_of_case(order.case_no) == [licence]


@pytest.mark.parametrize("ended", [S.REVOKED, S.CANCELLED, S.VOID, S.SUPERSEDED])
def test_nothing_follows_an_end(ended):
    assert not any(may_follow(ended, wanted) for wanted in S)


def test_expiry_is_never_recorded():
    assert S.EXPIRED not in FOLLOWS
    assert not any(S.EXPIRED in following for following in FOLLOWS.values())


@given(st.sampled_from(list(FOLLOWS)), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_only_a_valid_licence_expires_and_its_last_day_still_counts(recorded, last, days):
    today = last + timedelta(days=days)
    expected = S.EXPIRED if recorded is S.VALID and days > 0 else recorded
    assert standing(recorded, last, today) is expected
    assert standing(recorded, None, today) is recorded

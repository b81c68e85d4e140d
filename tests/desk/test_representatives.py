"""Who may act for whoever sits here is told at the desk, and what is wrong is ended there by a person who says why."""

import re
from datetime import timedelta
from functools import partial

import pytest

from tests.desk.conftest import HTMX, words
from tests.ground.refusals import refuses
from tests.ground.world import TODAY
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import Agency, Guardianship, Organisation, Person
from yichuang.people.queries import guardianships_of, representations_of

DAY = TODAY.date()
WHY = {"reason": "登记有误，当事人已核对"}
USCC = "91350100M000100Y43"


@pytest.fixture
def child(desk):
    """A child's visit, with the parent whom the register has named on record."""
    visit = desk.visit("qiuyu")
    desk.read(visit.client, "yuzhou", "guardian", draft=visit.id)
    visit.seen(visit.client.get(visit.url))
    return visit


@pytest.fixture
def adult(desk):
    """An adult's visit, with a mandate on record."""
    visit = desk.visit()
    given(desk, principal_person_id=visit.filing().person)
    return visit


def given(desk, **principal: int) -> Agency:
    agent = desk.world.person("沈安", 761)
    new = NewMandate(agent.pk, "委托书 7 号", ("hz-move-spouse",), DAY, DAY + timedelta(days=9), **principal)
    return mandate(desk.world.actor("990801"), new, reason="窗口登记", now=TODAY)


def listing(visit) -> str:
    return words(visit.client.get(f"{visit.url}representatives", headers=HTMX))


def end(visit, what: str, number: int, **fields: str):
    return visit.client.post(f"{visit.url}{what}s/{number}/end", fields, headers=HTMX)


def test_the_list_says_who_and_on_what_and_asks_for_a_reason_where_it_is_ended(child, adult):
    found = listing(child)
    assert all(said in found for said in ("监护人", "林屿舟", "父母", "人口信息库登记的监护关系"))
    found = listing(adult)
    assert all(said in found for said in ("代办人", "沈安", "委托书 7 号", "夫妻投靠"))
    assert re.search(r'<dialog [^>]*id="end-mandate-\d+".*name="reason"', found, re.DOTALL)


def test_the_list_costs_nothing_until_it_is_opened_and_then_two_queries(adult, django_assert_num_queries):
    from yichuang.surfaces.desk.representatives import representatives

    filing = adult.filing()
    assert "沈安" not in words(adult.client.get(adult.url))
    with django_assert_num_queries(2):
        assert len(representatives(filing, DAY)) == 1


def test_a_guardianship_ends_from_today_on_with_a_trail_and_the_visit_says_so(child):
    held = Guardianship.objects.get()
    child.add("hz-id-renew")
    answer = end(child, "guardianship", held.pk, **WHY)
    assert answer.headers["HX-Redirect"] == child.url
    page = words(child.client.get(child.url))
    assert "已结束，从今天起不再有效" in page
    assert "系统中没有其监护人" in page
    assert guardianships_of([held.ward_id], DAY) == []
    assert (representations_of(held.ward_id)[0].event, representations_of(held.ward_id)[0].reason) == (
        "guardian_ended", WHY["reason"],
    )  # fmt: skip
    assert "没有登记在案的监护人和代办人" in listing(child)


def test_a_mandate_is_revoked_from_today_on_with_a_trail(adult):
    end(adult, "mandate", Agency.objects.get().pk, **WHY)
    assert Agency.objects.get().revoked_on == DAY
    assert [each.event for each in representations_of(adult.filing().person)] == ["mandate_revoked", "mandated"]
    assert "沈安" not in listing(adult)


def test_without_a_reason_nothing_ends_and_the_dialog_says_so(child, adult):
    held, mandate_ = Guardianship.objects.get(), Agency.objects.get()
    for visit, what, number in ((child, "guardianship", held.pk), (adult, "mandate", mandate_.pk)):
        refuses(visit.client, partial(end, visit, what, number, reason="错"), "people.no_reason", 422)
        answer = end(visit, what, number, reason=" ")
        assert answer.headers["HX-Retarget"] == f"#end-{what}-{number}-problem"
    held.refresh_from_db()
    mandate_.refresh_from_db()
    assert (held.until, mandate_.revoked_on) == (None, None)


def test_what_is_about_somebody_else_is_not_there_for_this_visit(child, adult):
    held, mandate_ = Guardianship.objects.get(), Agency.objects.get()
    for visit, what, number in (
        (adult, "guardianship", held.pk),
        (child, "mandate", mandate_.pk),
        (adult, "mandate", 9),
    ):
        assert end(visit, what, number, **WHY).status_code == 404
    held.refresh_from_db()
    mandate_.refresh_from_db()
    assert (held.until, mandate_.revoked_on) == (None, None)


def test_who_comes_for_an_organisation_sees_and_ends_its_mandates_and_not_the_own(desk, adult):
    own = Agency.objects.get()
    fields = {"uscc": USCC, "organisation_name": "邻市机械厂"}
    adult.client.post(adult.url + "organisation", fields, headers=HTMX)
    person = Person.objects.get(pk=adult.filing().person)
    body = Organisation.objects.get()
    new = NewMandate(person.pk, "授权书 3 号", ("xz-norecord-unit",), DAY, DAY, principal_organisation_id=body.pk)
    of_body = mandate(desk.world.actor("990801"), new, reason="窗口登记", now=TODAY)
    assert "授权书 3 号" in listing(adult)
    assert "委托书 7 号" not in listing(adult)
    assert end(adult, "mandate", own.pk, **WHY).status_code == 404
    assert end(adult, "mandate", of_body.pk, **WHY).headers["HX-Redirect"] == adult.url
    of_body.refresh_from_db()
    assert of_body.revoked_on == DAY

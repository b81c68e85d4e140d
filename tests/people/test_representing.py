"""Guardians, agents, organisations and reveals are recorded by verbs that refuse what cannot be."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec import structs

from tests.organisation.bureau import NOW, TODAY, Bureau
from tests.people.cards import card
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.agency import check_mandate
from yichuang.people.gates import PERSON, PERSONS
from yichuang.people.identify import identify, set_phone
from yichuang.people.mandate import NewMandate, mandate, revoke_mandate
from yichuang.people.models import (
    Agency,
    Guardianship,
    Organisation,
    Person,
    PersonLook,
    RepresentationLog,
    RevealLog,
)
from yichuang.people.queries import guardianships_of, looks_of, mandate_facts, representations_of, reveals_of
from yichuang.people.register_organisation import register_organisation
from yichuang.people.reveal import reveal
from yichuang.people.set_guardian import NewGuardianship, end_guardianship, set_guardian
from yichuang.people.terms import GuardianBasis, Sensitive

WHY = {"reason": "窗口当面登记", "now": NOW}
USCC = "91350100M000100Y43"


def refusal_of(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


@pytest.fixture
def parent(clerk: Actor) -> Person:
    return identify(clerk, card(), now=NOW)


@pytest.fixture
def child(clerk: Actor) -> Person:
    return identify(clerk, card(birth=date(2018, 5, 1), name="林小凡"), now=NOW)


def guardianship(child: Person, parent: Person, **changes) -> NewGuardianship:
    new = NewGuardianship(child.pk, parent.pk, GuardianBasis.PARENT, date(2018, 5, 1), "出生医学证明X440000001")
    return structs.replace(new, **changes)


def test_a_guardian_is_recorded_and_found_while_in_office(clerk: Actor, child: Person, parent: Person):
    kept = set_guardian(clerk, guardianship(child, parent), **WHY)
    with CaptureQueriesContext(connection) as captured:
        [found] = guardianships_of([child.pk, parent.pk], TODAY)
    assert len(captured) == 1
    assert (found.ward_id, found.guardian_id) == (child.pk, parent.pk)
    end_guardianship(clerk, kept, TODAY, **WHY)
    assert guardianships_of([child.pk], TODAY)
    assert guardianships_of([child.pk], TODAY + timedelta(days=1)) == []


def test_a_guardianship_needs_proof_order_and_a_real_ward(clerk: Actor, child: Person, parent: Person):
    assert (
        refusal_of(lambda: set_guardian(clerk, guardianship(child, parent, document=" "), **WHY))
        == "people.no_document"
    )
    backward = guardianship(child, parent, until=date(2017, 1, 1))
    assert refusal_of(lambda: set_guardian(clerk, backward, **WHY)) == "people.validity_backwards"
    assert refusal_of(lambda: set_guardian(clerk, guardianship(parent, child), **WHY)) == "people.ward_has_capacity"
    unknown = guardianship(child, parent, guardian_id=10**9)
    assert refusal_of(lambda: set_guardian(clerk, unknown, **WHY)) == "authority.not_found"


def test_a_guardian_is_recorded_once(clerk: Actor, child: Person, parent: Person):
    set_guardian(clerk, guardianship(child, parent), **WHY)
    assert refusal_of(lambda: set_guardian(clerk, guardianship(child, parent), **WHY)) == "people.guardian_recorded"
    assert Guardianship.objects.count() == 1


def test_the_database_lets_nobody_guard_themselves(child: Person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Guardianship.objects.create(ward=child, guardian=child, basis="parent", since=TODAY, document="x")


def test_a_minor_is_nobodys_guardian(clerk: Actor, child: Person):
    youth = identify(clerk, card(serial=19, birth=date(2009, 5, 1), name="林小平"), now=NOW)
    assert refusal_of(lambda: set_guardian(clerk, guardianship(child, youth), **WHY)) == (
        "people.guardian_without_capacity"
    )
    assert not RepresentationLog.objects.exists()


@pytest.fixture
def agent(clerk: Actor) -> Person:
    return identify(clerk, card(serial=15, name="何代理"), now=NOW)


def mandated(agent: Person, parent: Person, **changes) -> NewMandate:
    new = NewMandate(agent.pk, "委托书〔2026〕1号", ("hz-move", "crj-records"), TODAY, date(2026, 12, 31), parent.pk)
    return structs.replace(new, **changes)


def test_an_agent_acts_for_named_items_while_the_mandate_lasts(clerk: Actor, agent: Person, parent: Person):
    kept = mandate(clerk, mandated(agent, parent), **WHY)

    def code(item: str, on: date) -> str | None:
        refusal = check_mandate(mandate_facts(Agency.objects.get()), item, on)
        return refusal.code if refusal else None

    assert code("hz-move", TODAY) is None
    assert code("hz-move", date(2026, 12, 31)) is None
    assert code("hz-move", date(2027, 1, 1)) == "people.mandate_not_in_force"
    assert code("hz-move", TODAY - timedelta(days=1)) == "people.mandate_not_in_force"
    assert code("crj-passport-renew", TODAY) == "people.mandate_item"
    revoke_mandate(clerk, kept, reason="委托人来人撤销", now=NOW + timedelta(days=2))
    assert code("hz-move", TODAY + timedelta(days=1)) is None
    assert code("hz-move", TODAY + timedelta(days=2)) == "people.mandate_revoked"


def test_a_stranger_has_no_mandate():
    refusal = check_mandate(None, "hz-move", TODAY)
    assert refusal is not None
    assert refusal.code == "people.no_mandate"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document": ""}, "people.no_document"),
        ({"items": ()}, "people.mandate_without_items"),
        ({"expires_on": TODAY - timedelta(days=1)}, "people.validity_backwards"),
        ({"principal_person_id": None}, "people.mandate_one_principal"),
        ({"principal_organisation_id": 1}, "people.mandate_one_principal"),
        ({"agent_id": 10**9}, "authority.not_found"),
    ],
)
def test_a_mandate_is_complete_or_refused(clerk: Actor, agent: Person, parent: Person, changes, code):
    assert refusal_of(lambda: mandate(clerk, mandated(agent, parent, **changes), **WHY)) == code
    assert not Agency.objects.exists()


def test_neither_a_minor_nor_the_principal_is_an_agent(clerk: Actor, child: Person, parent: Person):
    assert refusal_of(lambda: mandate(clerk, mandated(child, parent), **WHY)) == "people.agent_without_capacity"
    assert refusal_of(lambda: mandate(clerk, mandated(parent, parent), **WHY)) == "people.own_agent"


def test_nobody_without_capacity_gives_a_mandate(clerk: Actor, agent: Person, child: Person, parent: Person):
    assert refusal_of(lambda: mandate(clerk, mandated(agent, child), **WHY)) == "people.principal_without_capacity"
    Person.objects.filter(pk=parent.pk).update(capacity="limited")  # as a court has declared
    assert refusal_of(lambda: mandate(clerk, mandated(agent, parent), **WHY)) == "people.principal_without_capacity"
    Person.objects.filter(pk=parent.pk).update(capacity="full", deceased=True)
    assert refusal_of(lambda: mandate(clerk, mandated(agent, parent), **WHY)) == "people.deceased"
    assert not Agency.objects.exists()


def test_who_may_act_for_whom_is_recorded_by_who_serves_for_a_reason_and_leaves_a_trail(
    clerk: Actor, bureau: Bureau, agent: Person, child: Person, parent: Person
):
    idle, silent = bureau.actor("100003"), {"reason": "  x ", "now": NOW}
    for verb, new in ((set_guardian, guardianship(child, parent)), (mandate, mandated(agent, parent))):
        assert refusal_of(lambda v=verb, n=new: v(idle, n, **WHY)) == "people.not_serving"
        assert refusal_of(lambda v=verb, n=new: v(clerk, n, **silent)) == "people.no_reason"
    assert not RepresentationLog.objects.exists()
    held, given = (
        set_guardian(clerk, guardianship(child, parent), **WHY),
        mandate(clerk, mandated(agent, parent), **WHY),
    )
    end_guardianship(clerk, held, TODAY, reason="法院撤销监护", now=NOW)
    revoke_mandate(clerk, given, reason="委托人来人撤销", now=NOW)
    revoke_mandate(clerk, given, reason="再撤销一次", now=NOW)
    told = [
        (row.event, row.person, row.by, row.staff_id, row.reason) for row in RepresentationLog.objects.order_by("pk")
    ]
    assert told == [
        ("guardian_set", child, parent, clerk.staff_id, "窗口当面登记"),
        ("mandated", parent, agent, clerk.staff_id, "窗口当面登记"),
        ("guardian_ended", child, parent, clerk.staff_id, "法院撤销监护"),
        ("mandate_revoked", parent, agent, clerk.staff_id, "委托人来人撤销"),
    ]
    assert [row.event for row in representations_of(child.pk)] == ["guardian_ended", "guardian_set"]


def registered(clerk: Actor, uscc: str, name: str, representative: Person | None = None, document: str = ""):
    return register_organisation(clerk, uscc, name, legal_representative=representative, document=document, **WHY)


def test_an_agent_acts_for_an_organisation(clerk: Actor, agent: Person, parent: Person):
    company = registered(clerk, USCC, "恩和机械厂", parent, "营业执照")
    mandate(clerk, mandated(agent, parent, principal_person_id=None, principal_organisation_id=company.pk), **WHY)
    kept = Agency.objects.get(agent=agent)
    assert (kept.principal_organisation_id, kept.principal_person_id) == (company.pk, None)


def test_an_organisation_is_recorded_once_by_a_true_credit_code(clerk: Actor, parent: Person):
    first = registered(clerk, USCC, "恩和机械厂", parent, "营业执照")
    renamed = registered(clerk, USCC.lower(), "恩和精密机械厂")
    assert first == renamed
    assert Organisation.objects.values_list("name", "legal_representative").get() == ("恩和精密机械厂", parent.pk)
    assert refusal_of(lambda: registered(clerk, USCC[:-1] + "4", "某厂")) == "identifier.credit_code_check_digit"
    assert refusal_of(lambda: registered(clerk, USCC, " ")) == "people.no_name"


def test_a_legal_representative_stands_on_a_document_and_in_the_trail(clerk: Actor, parent: Person):
    assert refusal_of(lambda: registered(clerk, USCC, "恩和机械厂", parent)) == "people.no_document"
    company = registered(clerk, USCC, "恩和机械厂", parent, "营业执照 91440785")
    registered(clerk, USCC, "恩和机械厂", parent, "营业执照 91440785")
    [row] = RepresentationLog.objects.filter(organisation=company)
    assert (row.event, row.by_id, row.staff_id) == ("represents", parent.pk, clerk.staff_id)
    assert row.document == "营业执照 91440785"


def test_a_whole_number_is_shown_for_a_reason_that_is_kept(clerk: Actor, parent: Person):
    set_phone(parent, "13800001234")
    shown = reveal(clerk, parent.pk, Sensitive.PHONE, reason="电话通知领取护照", now=NOW, reference="4407852026000012")
    assert shown == "13800001234"
    [entry] = reveals_of(parent.pk)
    assert (entry.field, entry.reason, entry.reference) == ("phone", "电话通知领取护照", "4407852026000012")
    assert (entry.staff_id, entry.at) == (clerk.staff_id, NOW)


def test_without_a_reason_or_authority_nothing_is_shown_or_kept(clerk: Actor, bureau: Bureau, parent: Person):
    outsider = bureau.actor("100003")
    why = "电话通知领取护照"
    assert refusal_of(lambda: reveal(clerk, parent.pk, Sensitive.ID_NUMBER, reason="x", now=NOW)) == "people.no_reason"
    assert (
        refusal_of(lambda: reveal(outsider, parent.pk, Sensitive.ID_NUMBER, reason=why, now=NOW))
        == "authority.not_found"
    )
    assert (
        refusal_of(lambda: reveal(clerk, "nobody", Sensitive.ID_NUMBER, reason=why, now=NOW)) == "authority.not_found"
    )
    assert not RevealLog.objects.exists()


def test_reveals_are_append_only(clerk: Actor, parent: Person):
    reveal(clerk, parent.pk, Sensitive.ID_NUMBER, reason="核对旧证号码", now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RevealLog.objects.update(reason="别的原因")


def test_persons_are_open_to_who_serves_a_line_and_to_auditors(clerk: Actor, bureau: Bureau, parent: Person):
    idle = bureau.actor("100003")
    auditor = structs.replace(idle, roles=frozenset({"auditor"}))
    assert PERSON.open(clerk, parent.pk, "read") == parent
    assert PERSON.open(auditor, parent.pk, "read") == parent
    assert refusal_of(lambda: PERSON.open(idle, parent.pk, "read")) == "authority.not_found"
    assert list(PERSONS.open(clerk, Person.objects.all(), "search")) == [parent]
    assert list(PERSONS.open(idle, Person.objects.all(), "search")) == []


def looked(person: Person) -> list[tuple[str, str, int]]:
    return [(row.screen, row.reference, row.staff_id) for row in looks_of(person.pk)]


def test_each_look_at_a_record_leaves_a_line_with_screen_and_matter(clerk: Actor, bureau: Bureau, parent: Person):
    auditor = structs.replace(bureau.actor("100003"), roles=frozenset({"auditor"}))
    with moment.at(NOW):
        PERSON.open(clerk, parent.pk, "case", "44078520261121000017")
    with moment.at(NOW + timedelta(minutes=1)):
        PERSON.open(auditor, parent.pk, "history")
    assert looked(parent) == [
        ("history", "", auditor.staff_id), ("case", "44078520261121000017", clerk.staff_id),
    ]  # fmt: skip


def test_the_parts_of_one_visit_are_one_look_and_a_later_visit_is_another(clerk: Actor, parent: Person):
    for minutes in (0, 1, 14, 16, 17):
        with moment.at(NOW + timedelta(minutes=minutes)):
            PERSON.open(clerk, parent.pk, "serve")
    assert [row.at - NOW for row in looks_of(parent.pk)] == [timedelta(minutes=16), timedelta(0)]


def test_a_look_costs_one_statement_and_filing_none(clerk: Actor, parent: Person):
    def statements(need: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            PERSON.open(clerk, parent.pk, need)
        return len(captured)

    assert (statements("file"), statements("case"), statements("case")) == (1, 2, 2)
    assert len(looks_of(parent.pk)) == 1


def test_who_is_turned_away_has_not_looked(bureau: Bureau, parent: Person):
    assert refusal_of(lambda: PERSON.open(bureau.actor("100003"), parent.pk, "see")) == "authority.not_found"
    assert not PersonLook.objects.exists()


@pytest.mark.parametrize("table", [PersonLook, RepresentationLog])
def test_looks_and_the_trail_of_representation_are_append_only(clerk: Actor, child: Person, parent: Person, table):
    PERSON.open(clerk, parent.pk, "see")
    set_guardian(clerk, guardianship(child, parent), **WHY)
    for change in (lambda: table.objects.update(at=NOW), lambda: table.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

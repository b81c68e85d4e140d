"""The right side: what one case shows besides its history and what may be done with it."""

EXAMINER, HEAD = "990812", "990811"
HTMX = {"HX-Request": "true", "HX-Target": "case"}


def test_the_other_case_of_the_visit_is_named(office):
    number = office.number()
    body = office.client(EXAMINER).get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    assert "同一申请" in body
    assert "护照" in body


def test_the_papers_and_licences_of_a_case_stand_on_it_with_where_they_are_checked(office):
    from tests.ground.jobs import run_due
    from yichuang.licences.models import IssuedPaper

    number = office.number()
    run_due(leave=("applications.notify_applicant", "messaging.send"))
    paper = IssuedPaper.objects.filter(case_nos__contains=[number]).order_by("id").first()
    body = office.client(EXAMINER).get(f"/office/cases/{number}/", headers=HTMX).content.decode()
    assert paper.number in body
    assert f"/verify/{paper.code}" in body


def test_what_keeps_an_officer_from_speaking_stands_on_the_case(office, monkeypatch):
    from yichuang.kernel.errors import Refusal
    from yichuang.surfaces.office import case_view

    monkeypatch.setattr(case_view, "hindrance", lambda _state, _facts: Refusal("cases.examined_by_yourself"))
    body = office.client(HEAD).get(f"/office/cases/{office.number()}/", headers=HTMX).content.decode()
    assert "审查和决定由不同的人办理" in body
    assert "请转办给有决定权的同事" in body


def test_a_case_costs_fourteen_queries_at_most(office, queries_of):
    number = office.number()
    for round_ in range(6):
        office.order(EXAMINER, number, "urge", "review", text=f"{round_}")
    client = office.client(EXAMINER)
    assert queries_of(lambda: client.get(f"/office/cases/{number}/", headers=HTMX)) <= 14

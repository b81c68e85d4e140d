"""A form names others too: whoever's number is shown whole is told of it."""

from yichuang.people.models import RevealLog

EXAMINER = "990812"
HTMX = {"HX-Request": "true", "HX-Target": "case"}


def test_whoever_else_stands_in_the_form_is_told_of_the_look_too(office):
    number = office.number()
    sponsor = office.world.person("林屿舟", 11, "19881212")
    office.client(EXAMINER).post(f"/office/cases/{number}/reveal/", {"reason": "核对随迁关系"}, headers=HTMX)
    told = RevealLog.objects.filter(reference=number, reason="核对随迁关系").values_list("person_id", "field")
    applicant = office.state(number).applicant
    assert set(told) == {
        (applicant, "id_number"), (applicant, "phone"), (applicant, "others"), (sponsor.pk, "id_number"),
    }  # fmt: skip


def test_a_refused_reveal_writes_nothing_at_all(office):
    number = office.number()
    office.client(EXAMINER).post(f"/office/cases/{number}/reveal/", {"reason": "x"}, headers=HTMX)
    assert not RevealLog.objects.filter(reference=number).exists()

"""Reads of the room: what stands behind somebody who comes for another's results; bundles on their way."""

from collections.abc import Iterable, Sequence
from datetime import date

from yichuang.applications.models import Application
from yichuang.cases.status import Cargo
from yichuang.delivery.models import Bundle, Custody
from yichuang.delivery.receivers import Claim
from yichuang.kernel.errors import Refusal
from yichuang.licences.marks import read_code
from yichuang.licences.models import IssuedPaper
from yichuang.licences.terms import PaperKind
from yichuang.people.agency import check_mandate
from yichuang.people.models import Agency, Organisation, Person
from yichuang.people.queries import guardianships_of, mandate_facts, person_facts


def claims(receiver: int, people: Sequence[int], on: date) -> tuple[Claim, ...]:
    """Why ``receiver`` may act for each of these other people: guardianships and mandates on record (three queries)."""
    if not people:
        return ()
    guarded = guardianships_of(list(people), on)
    given = Agency.objects.filter(agent_id=receiver, principal_person_id__in=people).order_by("-pk")
    mandates = [(each.principal_person_id, mandate_facts(each)) for each in given]
    return tuple(
        Claim(
            person_facts(person),
            tuple(each for each in guarded if each.ward_id == person.pk),
            tuple(facts for principal, facts in mandates if principal == person.pk),
        )
        for person in _in_order(people)
    )


def for_organisations(receiver: int, results: Iterable[tuple[int, str]], on: date) -> frozenset[tuple[int, str]]:
    """Which of these results (application, item) ``receiver`` may take for the organisation that applied: as its legal
    representative (民法典 art. 61) or with its mandate for the item (art. 170). One query; three where there is one.
    """
    wanted = list(results)
    ours = Application.objects.filter(pk__in={application for application, _ in wanted}, organisation_id__isnull=False)
    bodies = {pk: body for pk, body in ours.values_list("pk", "organisation_id") if body}
    if not bodies:
        return frozenset()
    led = set(
        Organisation.objects.filter(pk__in=bodies.values(), legal_representative_id=receiver).values_list(
            "pk", flat=True
        )
    )
    given = [(each.principal_organisation_id, mandate_facts(each))
             for each in Agency.objects.filter(agent_id=receiver, principal_organisation_id__in=bodies.values())]  # fmt: skip
    return frozenset(
        (application, item)
        for application, item in wanted
        if (body := bodies.get(application)) is not None
        and (body in led or any(one == body and not check_mandate(facts, item, on) for one, facts in given))
    )


def _in_order(people: Iterable[int]) -> Iterable[Person]:
    return Person.objects.filter(pk__in=people).order_by("pk")


# --- bundles ----------------------------------------------------------------------------------------------------------

MOST = 50
_WITH = ("from_unit", "to_unit", "sent_by", "receipt__taken_by")


def coming(unit: int) -> list[Bundle]:
    """Bundles that were sent to ``unit`` and not taken over yet, the oldest first (two queries)."""
    found = Bundle.objects.filter(to_unit_id=unit, receipt=None).select_related(*_WITH[:3])
    return list(found.prefetch_related("lines").order_by("pk")[:MOST])


def gone(unit: int, limit: int = 20) -> list[Bundle]:
    """Bundles that ``unit`` has sent, the latest first, with what came of them (three queries)."""
    found = Bundle.objects.filter(from_unit_id=unit).select_related(*_WITH)
    return list(found.prefetch_related("lines", "receipt__differences__line").order_by("-pk")[:limit])


def count_coming(unit: int) -> int:
    """How many bundles wait to be taken over (one query)."""
    return Bundle.objects.filter(to_unit_id=unit, receipt=None).count()


def number_of(scanned: str) -> str:
    """The bundle's number behind what a scanner read from the list: the number itself, the code, or the address of both."""
    text = scanned.strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        code = read_code(text)
    except Refusal:
        return text.upper()
    paper = IssuedPaper.objects.filter(code=code, kind=PaperKind.HANDOVER_LIST.value).first()
    return paper.application_no if paper else text.upper()


def results_on_the_way(cases: Iterable[int]) -> dict[int, str]:
    """By case: the number of the bundle in which its result is still travelling (one query)."""
    found = Custody.objects.filter(case_id__in=list(cases), what=Cargo.RESULT.value, bundle__isnull=False)
    return dict(found.values_list("case_id", "bundle__number"))

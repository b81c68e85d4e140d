"""What did not get out to people: short messages that nobody received, papers that were not made."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from msgspec import Struct

from yichuang.applications.stuck_papers import kind_of_stuck, stuck_papers
from yichuang.cases.gates import CASES, WORK
from yichuang.cases.models import Case
from yichuang.kernel.masking import mask_phone
from yichuang.kernel.vocabulary import label, labels
from yichuang.messaging.models import Notice
from yichuang.messaging.queries import needing_somebody
from yichuang.organisation.actor import Actor
from yichuang.people.models import Person

MOST = 50
COUNTED = 100


class Unsent(Struct, frozen=True):
    """One short message that did not get through."""

    id: int
    name: str
    number: str
    phone: str
    """Masked."""
    text: str
    why: str
    at: datetime

    @property
    def place(self) -> str:
        """Id of the line on the page."""
        return f"notice-{self.id}"

    @property
    def phone_field(self) -> str:
        return f"phone-{self.id}"

    @property
    def how_field(self) -> str:
        return f"how-{self.id}"


class Unmade(Struct, frozen=True):
    """One paper that is not there."""

    job: int
    number: str
    name: str
    kind: str
    attempts: int
    given_up: bool

    @property
    def place(self) -> str:
        """Id of the line on the page."""
        return f"paper-{self.job}"


class Lists(Struct, frozen=True):
    """Both lists, each up to :data:`MOST`."""

    notices: tuple[Unsent, ...]
    papers: tuple[Unmade, ...]

    @property
    def places(self) -> frozenset[str]:
        """Ids of all lines that are shown."""
        return frozenset(each.place for each in self.notices) | frozenset(each.place for each in self.papers)


def lists(actor: Actor) -> Lists:
    """What the actor may see of both (five queries, and one for each paper)."""
    notices = list(_notices(actor)[:MOST])
    stuck = stuck_papers(_own(actor))
    cases = Case.objects.in_bulk({each.case for each in stuck})
    names = _names([*(each.person_id for each in notices), *(case.applicant_id for case in cases.values())])
    return Lists(
        tuple(_unsent(each, names.get(each.person_id, "")) for each in notices),
        tuple(
            Unmade(
                each.job, cases[each.case].number, names.get(cases[each.case].applicant_id, ""),
                _kind(kind_of_stuck(each)), each.attempts, each.given_up,
            )
            for each in stuck
        ),
    )  # fmt: skip


def count(actor: Actor) -> int:
    """How much waits for somebody, up to :data:`COUNTED` (three queries)."""
    return _notices(actor)[:COUNTED].count() + len(stuck_papers(_own(actor)))


def _own(actor: Actor) -> "QuerySet[Case]":
    return CASES.open(actor, Case.objects.all(), WORK)


def _notices(actor: Actor) -> "QuerySet[Notice]":
    return needing_somebody().filter(reference__in=_own(actor).values("number"))


def _names(people: Iterable[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=set(people)).values_list("pk", "name"))


def _unsent(notice: Notice, name: str) -> Unsent:
    known = notice.problem in labels()["unsent_why"]
    why = label("unsent_why", notice.problem) if known else label("notice_state", notice.state)
    at = notice.tried_at or notice.created_at
    return Unsent(notice.pk, name, notice.reference, mask_phone(notice.phone), notice.text, why, at)


def _kind(kind: str | None) -> str:
    return label("paper_kind", kind) if kind else label("unsent_why", "licence")

"""Who may act for whoever applies in a visit, as it stands on record today (two queries, one for an organisation)."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yichuang.applications.filing import Filing
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.people.models import Agency, Guardianship
from yichuang.people.queries import guardianships_on_record, mandates_on_record
from yichuang.surfaces.desk.queries import item_name
from yichuang.surfaces.story.names import listed


class Representative(Struct, frozen=True):
    """Somebody who may act for another, until a person ends it."""

    kind: str
    """``guardianship`` or ``mandate``."""
    id: int
    name: str
    what: str
    """What the guardianship rests on, or what the mandate is for."""
    document: str
    since: date
    until: date | None
    """The last day, where there is one."""

    @property
    def key(self) -> str:
        """Names it on the screen."""
        return f"{self.kind}-{self.id}"


def representatives(filing: Filing, on: date) -> tuple[Representative, ...]:
    """Guardians, then agents, whose word is not over on that day; an organisation has only agents."""
    if filing.organisation is not None:
        return _agents(mandates_on_record(organisation=filing.organisation), on)
    guardians = _guardians(guardianships_on_record(filing.person), on)
    return (*guardians, *_agents(mandates_on_record(person=filing.person), on))


def require_concerned(filing: Filing, held: Guardianship | Agency) -> None:
    """What is about anybody but whoever applies in this visit is not there."""
    person = filing.person if filing.organisation is None else None
    if isinstance(held, Guardianship):
        concerned = held.ward_id == person
    else:
        concerned = (held.principal_person_id, held.principal_organisation_id) == (person, filing.organisation)
    if not concerned:
        raise Refusal("authority.not_found")


def _guardians(rows: Iterable[Guardianship], on: date) -> tuple[Representative, ...]:
    return tuple(
        Representative(
            "guardianship", each.pk, each.guardian.name, label("guardian_basis", each.basis), each.document, each.since,
            each.until,
        )
        for each in rows if each.until is None or each.until >= on
    )  # fmt: skip


def _agents(rows: Iterable[Agency], on: date) -> tuple[Representative, ...]:
    return tuple(
        Representative(
            "mandate", each.pk, each.agent.name, listed(map(item_name, each.items)), each.document, each.since,
            each.expires_on,
        )
        for each in rows if each.expires_on >= on and each.revoked_on is None
    )  # fmt: skip

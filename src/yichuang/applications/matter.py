"""What a paper can speak of: an application and its cases as they stood when something happened. Pure values."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from yichuang.applications.filing import Choice
from yichuang.cases.clock import Settings
from yichuang.cases.events import Event
from yichuang.cases.papers import facts as pf
from yichuang.cases.state import CaseState
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import EvidenceType, Item, Text
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.localtime import local_date
from yichuang.kernel.vocabulary import label


class Officer(Struct, frozen=True):
    """A member of staff as papers name one."""

    name: str
    badge: str
    title: Text


class Subject(Struct, frozen=True):
    """One case that the paper is about."""

    state: CaseState
    """As it stood right after the event."""
    item: Item
    event: Event
    """What happened to it; the cases of one paper each have their own."""
    facts: Facts
    """What the item's conditions read, on the day of the application."""
    then: Facts
    """The same on the day of the event: a person grows older between the two."""
    results: tuple[pf.OutputLine, ...] = ()
    """What the case has issued so far: licences, or else the decision itself."""


class Brought(Struct, frozen=True):
    """One line of the material list as it stood then."""

    evidence: EvidenceType
    state: MaterialState
    items: tuple[str, ...]
    """Codes of the items that need it."""
    count: int = 1


class Matter(Struct, frozen=True, kw_only=True):
    """Everything that any paper says, gathered once."""

    application: str
    """Its number."""
    applied_at: datetime
    happened_at: datetime
    office: pf.Office
    remedies: pf.Remedies
    applicant: pf.Applicant
    subjects: tuple[Subject, ...]
    choices: tuple[Choice, ...]
    form: Mapping[str, str]
    materials: tuple[Brought, ...]
    evidence: Mapping[str, EvidenceType]
    calendar: Calendar
    settings: Settings
    place: Text
    """Where results are handed out."""
    window: int | None
    """Number of the window that took the application."""
    officer: Officer | None
    """Who acted; None for the system itself."""
    approver: Officer | None = None
    signature: pf.Signature | None = None
    """The applicant's, under the form; at a hand-over the receiver's."""
    receiver_number: str = ""
    """Masked number of whoever took the results."""

    @property
    def first(self) -> Subject:
        """The case that the event happened to, or the first of several."""
        return self.subjects[0]

    @property
    def happened_on(self) -> date:
        """The day of the event, where the bureau is."""
        return local_date(self.happened_at)


def words(key: str, **params: str | tuple[str, str]) -> Text:
    """Words of the papers in both languages; a pair fills the Chinese and the English differently."""
    zh = {name: value if isinstance(value, str) else value[0] for name, value in params.items()}
    en = {name: value if isinstance(value, str) else value[1] for name, value in params.items()}
    return Text(label("paper_words", key, "zh").format(**zh), label("paper_words", key, "en").format(**en))

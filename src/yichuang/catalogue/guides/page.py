"""The shape of an item's page, each text in both languages: what paper and screen show. Pure."""

from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.wording import NOTHING


class Fact(Struct, frozen=True):
    """One line of the summary."""

    key: str
    label: Text
    value: Text
    note: Text = NOTHING
    """Why, or on what basis."""
    open: bool = False
    """The sources leave it open; the bureau must fill it."""


class Line(Struct, frozen=True):
    """One line of a list: what, when it applies, what to know."""

    name: Text
    mark: Text = NOTHING
    when: Text = NOTHING
    note: Text = NOTHING
    source: Text = NOTHING
    """What anybody can read up."""
    kind: str = ""
    """Value of the closed list whose word ``mark`` is."""


class Way(StrEnum):
    """How a material comes to the office."""

    BRING = "bring"
    """The person brings it."""
    HERE = "here"
    """Taken at the window: portrait, fingerprints."""
    OURS = "ours"
    """The office looks it up itself (共享免交)."""


class Paper(Struct, frozen=True):
    """One material."""

    name: Text
    way: Way
    need: Text
    """How it may be met, in the officers' word."""
    leave: Text = NOTHING
    """What lets a person come without it: it may follow, or be declared."""
    when: Text = NOTHING
    note: Text = NOTHING
    source: str = ""
    """Key of the register that supplies it."""


class Blank(Struct, frozen=True):
    """One field of the form as an invented person fills it."""

    name: Text
    value: Text
    when: Text = NOTHING


class Asked(Struct, frozen=True):
    """A question with its answers."""

    question: Text
    options: tuple[Text, ...]
    when: Text = NOTHING


class Stage(Struct, frozen=True):
    """One step of the flow."""

    key: str
    name: Text
    who: Text
    after: tuple[str, ...]
    when: Text = NOTHING
    limit: Text = NOTHING


class Result(Struct, frozen=True):
    """What is issued."""

    name: Text
    mark: Text
    """On paper, electronic, or both."""
    terms: tuple[Text, ...]
    """How long it is valid; of several, each with its condition."""
    note: Text = NOTHING


class Named(Struct, frozen=True):
    """Another item."""

    code: str
    name: Text


class Guide(Struct, frozen=True):
    """One item's page."""

    code: str
    line: str
    frequent: bool
    name: Text
    line_name: Text
    facts: tuple[Fact, ...]
    places: tuple[Fact, ...]
    """Where to go: what each tier does, and which windows."""
    questions: tuple[Asked, ...]
    materials: tuple[Paper, ...]
    fee: Text
    """In short: ``20 yuan``, ``free to 40 yuan``."""
    fees: tuple[Line, ...]
    stages: tuple[Stage, ...]
    before: tuple[Named, ...]
    """Items that come first where they are filed together with this one."""
    outputs: tuple[Result, ...]
    conditions: tuple[Line, ...]
    faqs: tuple[Line, ...]
    legal_basis: tuple[Text, ...]
    """The Chinese citation is the law's; the English one tells which law it is."""
    remedies: Text
    form: tuple[Blank, ...]
    risks: tuple[Text, ...]
    checks: tuple[str, ...]
    """Registers that the back office looks into, by their Chinese names: they have no other."""
    open: tuple[Text, ...]
    """Fields that the sources leave open."""
    local: tuple[Text, ...]
    """Fields that each city sets itself."""

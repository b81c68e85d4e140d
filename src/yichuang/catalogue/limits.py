"""What a definition says of time: the promise, the law's limit, and how far the law lets it be put off. Pure data.

Source: GB/T 39046 table 4 (法定/承诺办结时限); 行政许可法 arts. 42 and 82; hall facts B8, B15 and B40.
"""

from enum import StrEnum

from msgspec import Struct

from yichuang.catalogue.terms import Amount, Level, Text


class Unit(StrEnum):
    """The unit in which a limit counts. ID card, passport and residence-permit laws say 日 (calendar); licences say
    工作日 (行政许可法 art. 82).
    """

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    ON_THE_SPOT = "on_the_spot"


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """A time limit (时限)."""

    amount: Amount
    """How many units; 0 only with ``on_the_spot``."""
    unit: Unit
    basis: str = ""
    """The article that fixes it; empty for a promise."""


class PromisedWhen(Limit, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A promise that an answer changes (按情形的承诺时限)."""

    when: str


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """Statutory (法定) and promised (承诺) limits, and what else is laid down of time."""

    promised: Limit | None = None
    """None where the office has published none, which ``unverified`` says: nothing is invented, printed or counted."""
    statutory: Limit | None = None
    """None where the law fixes no period."""
    promised_when: tuple[PromisedWhen, ...] = ()
    """The first one whose condition holds is promised instead of ``promised``."""
    norm: Limit | None = None
    """A limit shorter than the law's that a ministry sets its offices (部颁规范): no promise is longer."""
    longer: Limit | None = None
    """How long the whole may take at most where the law lets the statutory limit be put off (依法可延长至)."""
    longer_by: Level | None = None
    """Whose head approves an extension; None = whoever decides the case."""
    longer_for: Text | None = None
    """For which reasons a case may take longer."""
    uncounted: str = ""
    """The article under which the time of verifying (调查核实) does not count; empty = it counts."""

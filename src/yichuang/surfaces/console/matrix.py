"""The authority matrix: staff by line, each cell the acts with their level; what is not in force says why."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from yichuang.catalogue.definition import Line
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.gates import SEE, STAFF, UNIT
from yichuang.organisation.grant_rules import LADDER, Lapsed
from yichuang.organisation.models import Grant, GrantLog, Staff
from yichuang.organisation.queries import Cell, MatrixRow, authority_matrix, cell, staff_facts
from yichuang.organisation.rule_book import rule_for
from yichuang.organisation.terms import Act
from yichuang.surfaces.design.dates import plain_day_words
from yichuang.surfaces.story.names import said

SIZE = 40
NARROWED_SIZE = 400
"""A narrowed page shows few of the rows that it looks at."""


class Sign(Struct, frozen=True):
    """One act in a cell."""

    letter: str
    in_force: bool
    short: str
    """Why not, in a word."""
    words: str
    """The act, the level, and why not: what a screen reader says."""


class Square(Struct, frozen=True):
    """One cell: a member of staff and a line."""

    line: str
    line_word: str
    levels: str
    signs: tuple[Sign, ...]
    lapsed: str
    """The commonest reason in a word, where something is not in force."""


class MatrixLine(Struct, frozen=True):
    """One row."""

    staff: Staff
    squares: tuple[Square, ...]


class Matrix(Struct, frozen=True):
    """One page of the matrix."""

    lines: tuple[tuple[str, str], ...]
    rows: tuple[MatrixLine, ...]
    following: str
    """Badge after which the next page begins; empty on the last."""
    off: int
    """Recorded grants on this page that are not in force."""


def matrix(actor: Actor, unit: str, only: str, today: date, after: str = "") -> Matrix:
    """One page of the subtree's matrix. Six queries. ``only``: a single line, or "off" for what is not in force."""
    path = UNIT.open(actor, unit, SEE).path
    size = NARROWED_SIZE if only else SIZE
    found = authority_matrix(path, today, after, size + 1)
    columns = _columns(path, only)
    rows = [_row(row, columns) for row in found[:size]]
    if only:
        rows = [row for row in rows if any(_wanted(square, only) for square in row.squares)]
    return Matrix(
        lines=tuple((line.value, label("line", line)) for line in columns),
        rows=tuple(rows),
        following=found[size - 1].staff.badge if len(found) > size else "",
        off=sum(c.in_force is None for row in found[:size] for cells in row.cells.values() for c in cells),
    )


def _wanted(square: Square, only: str) -> bool:
    return any(not sign.in_force for sign in square.signs) if only == "off" else bool(square.signs)


def _columns(path: str, only: str) -> list[Line]:
    if only in set(Line):
        return [Line(only)]
    used = set(
        Grant.objects.filter(staff__unit__path__startswith=path, revoked_on=None)
        .values_list("line", flat=True)
        .distinct()
    )
    return [line for line in Line if line.value in used]


def _row(row: MatrixRow, columns: Iterable[Line]) -> MatrixLine:
    return MatrixLine(row.staff, tuple(_square(line, row) for line in columns))


def _square(line: Line, row: MatrixRow) -> Square:
    held = [(act, row.cells[line, act]) for act in Act if (line, act) in row.cells]
    every = [each for _, cells in held for each in cells]
    levels = sorted({each.grant.level for each in every}, key=[*map(str, LADDER)].index)
    off = next((each.lapsed for each in every if each.lapsed), None)
    return Square(
        line=line.value,
        line_word=label("line", line),
        levels="/".join(label("console_level", level) for level in levels),
        signs=tuple(_sign(act, cells) for act, cells in held),
        lapsed=label("lapse_short", off.why) if off else "",
    )


def _sign(act: Act, cells: tuple[Cell, ...]) -> Sign:
    good = any(each.in_force for each in cells)
    off = next((each.lapsed for each in cells if each.lapsed), None)
    levels = ", ".join(label("unit_level", each.grant.level) for each in cells)
    why = "" if good or off is None else lapse_words(off)
    words = f"{label('act', act)} · {levels}" + (f" · {why}" if why else "")
    return Sign(label("console_act", act), good, label("lapse_short", off.why) if off and not good else "", words)


def lapse_words(lapsed: Lapsed) -> str:
    """Why a grant is not in force, in full."""
    return label("lapse", lapsed.why).format(day=plain_day_words(lapsed.day) if lapsed.day else "")


class Sheet(Struct, frozen=True):
    """One cell opened: every recorded grant, what it rests on, the line's rule."""

    staff: Staff
    line: str
    rule: str
    cells: tuple[tuple[Cell, str], ...]
    """With why it is not in force, in words."""
    log: tuple[GrantLog, ...]


def sheet(actor: Actor, badge: str, line: str, today: date) -> Sheet:
    """The grants of one member of staff for one line. Five queries."""
    wanted = Line(line)
    member = STAFF.open(actor, badge, SEE)
    facts = staff_facts(member)
    grants = member.grants.filter(line=wanted, revoked_on=None).select_related("unit", "granted_by_unit").order_by("pk")
    cells = [cell(grant, facts, today) for grant in grants]
    log = GrantLog.objects.filter(staff=member, line=wanted).select_related("actor", "unit").order_by("-pk")[:12]
    return Sheet(
        staff=member,
        line=wanted.value,
        rule=said(rule_for(wanted).source),
        cells=tuple((each, lapse_words(each.lapsed) if each.lapsed else "") for each in cells),
        log=tuple(log),
    )

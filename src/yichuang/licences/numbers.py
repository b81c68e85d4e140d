"""Numbers that the database hands out: never twice, across processes; a number lost to a failed command stays unused."""

from datetime import date

from django.db import connection

from yichuang.licences.marks import paper_number
from yichuang.licences.terms import PaperKind


def next_paper_number(unit_mark: str, kind: PaperKind, on: date) -> str:
    """The next 文书编号 of the house."""
    return paper_number(unit_mark, kind, on.year, _next("licences_paper_serial"))


def next_licence_serial(on: date) -> str:
    """流水号 of a new licence: the day and a serial, digits only as GB/T 36904 allows."""
    return f"{on:%Y%m%d}{_next('licences_licence_serial'):08}"


def _next(sequence: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return int(cursor.fetchone()[0])

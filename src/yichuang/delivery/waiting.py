"""Reads: what waits at a unit to travel to another. Papers follow the open step; a result goes to the window of the case."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from yichuang.cases.status import Cargo, Status
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.queries import item_version
from yichuang.evidence.models import Material
from yichuang.people.models import Person

MOST = 200
TRAVELLING = (Status.ACCEPTED, Status.REVIEWING, Status.SPECIAL, Status.DECIDED, Status.PRODUCING)
"""Statuses in which somebody else may need the papers."""
_CASE = "c.id, c.number, c.application_id, c.applicant_id, c.item, c.item_version"
_PAPERS = f"""
    SELECT {_CASE}, asked.unit_id, asked.opened_at
      FROM (SELECT c.* FROM cases_case c
             WHERE c.unit_id = %(unit)s AND c.status = ANY(%(travelling)s)
               AND NOT EXISTS (SELECT 1 FROM delivery_custody k WHERE k.case_id = c.id AND k.what = 'papers')
            UNION ALL
            SELECT c.* FROM delivery_custody k JOIN cases_case c ON c.id = k.case_id
             WHERE k.unit_id = %(unit)s AND k.what = 'papers' AND k.bundle_id IS NULL
               AND c.status = ANY(%(travelling)s)) c
      JOIN LATERAL (SELECT t.unit_id, t.opened_at FROM cases_task t
                     WHERE t.case_id = c.id AND t.status = 'open' AND t.kind <> 'copy'
                     ORDER BY t.rank_at, t.id LIMIT 1) asked ON asked.unit_id <> %(unit)s
     WHERE EXISTS (SELECT 1 FROM evidence_material m WHERE m.application_id = c.application_id
                    AND c.item = ANY(m.items) AND m.originals + m.copies > 0 AND m.evidence <> ALL(%(captured)s))
     ORDER BY asked.opened_at, c.id LIMIT %(most)s
"""  # noqa: S608 - a constant of this module
_RESULTS = f"""
    SELECT {_CASE}, c.unit_id, c.ready_at
      FROM cases_case c LEFT JOIN delivery_custody k ON k.case_id = c.id AND k.what = 'result'
     WHERE c.status = 'ready' AND c.outcome = 'granted' AND c.unit_id <> %(unit)s AND k.bundle_id IS NULL
       AND coalesce(k.unit_id, (SELECT t.unit_id FROM cases_task t
                                 WHERE t.case_id = c.id AND t.act = 'issue' AND t.status = 'done'
                                 ORDER BY t.ended_at DESC LIMIT 1)) = %(unit)s
     ORDER BY c.ready_at, c.id LIMIT %(most)s
"""  # noqa: S608 - a constant of this module


class Waiting(Struct, frozen=True):
    """The papers or the result of one case that should be elsewhere."""

    case: int
    number: str
    applicant: str
    item: str
    version: int
    what: Cargo
    to_unit: int
    documents: tuple[str, ...]
    pieces: int
    since: datetime


class _Row(Struct, frozen=True):
    """One line of either query."""

    case: int
    number: str
    application: int
    applicant: int
    item: str
    version: int
    to_unit: int
    since: datetime


def waiting(unit: int) -> tuple[Waiting, ...]:
    """What waits at ``unit``, the longest waiting first, each kind up to :data:`MOST` (four queries)."""
    papers, results = _rows(_PAPERS, unit), _rows(_RESULTS, unit)
    names = _names([*papers, *results])
    brought = _brought(papers)
    made = (_result(row, names) for row in results)
    return (*(_papers(row, names, brought) for row in papers), *(each for each in made if each.pieces))


def _rows(sql: str, unit: int) -> list[_Row]:
    wanted: dict[str, Any] = {
        "unit": unit,
        "travelling": [status.value for status in TRAVELLING],
        "most": MOST,
        "captured": list(_captured()),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return [_Row(*row) for row in cursor.fetchall()]


def _names(rows: Iterable[_Row]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in={row.applicant for row in rows}).values_list("pk", "name"))


def _brought(rows: Iterable[_Row]) -> dict[int, list[Material]]:
    found: dict[int, list[Material]] = {}
    for material in Material.objects.filter(application_id__in={row.application for row in rows}).order_by("pk"):
        found.setdefault(material.application_id, []).append(material)
    return found


def _papers(row: _Row, names: Mapping[int, str], brought: Mapping[int, list[Material]]) -> Waiting:
    own = [each for each in brought.get(row.application, []) if row.item in each.items and _is_paper(each)]
    pieces = sum(each.originals + each.copies for each in own)
    return _waiting(row, names, Cargo.PAPERS, tuple(each.evidence for each in own), pieces)


def _is_paper(each: Material) -> bool:
    return each.originals + each.copies > 0 and each.evidence not in _captured()


def _captured() -> set[str]:
    """Evidence types that are taken from the body: there is nothing to carry."""
    return {key for key, kind in catalogue().evidence_types.items() if kind.biometric}


def _result(row: _Row, names: Mapping[int, str]) -> Waiting:
    made = tuple(output.key for output in item_version(row.item, row.version).outputs if output.paper)
    return _waiting(row, names, Cargo.RESULT, made, len(made))


def _waiting(row: _Row, names: Mapping[int, str], what: Cargo, documents: tuple[str, ...], pieces: int) -> Waiting:
    name = names.get(row.applicant, "")
    return Waiting(row.case, row.number, name, row.item, row.version, what, row.to_unit, documents, pieces, row.since)

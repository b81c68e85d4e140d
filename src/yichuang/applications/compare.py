"""Read: what of the rows of applications does not follow from their streams; the higher part of ``cases.verify``.

The event of the filing tells every column of the application's row, the digest of the one form and the material list; the
later ones, what came in afterwards. Where the filing's own event is silent (the unit and why it was urgent; the number of
originals; the register), the cases' first events are asked, or nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from msgspec import Struct, ValidationError, convert

from yichuang.applications import events as ev
from yichuang.applications.models import Application
from yichuang.applications.owed import missing
from yichuang.cases.compare import stray_rows
from yichuang.cases.verify import Fault, Page, examiners, named, searches
from yichuang.evidence.models import Material
from yichuang.evidence.trust import GRADES, MaterialState
from yichuang.kernel.crypto import same, sm3
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import Recorded
from yichuang.kernel.fields import decrypt

Row = Mapping[str, Any]
FILED, MATERIAL_MET = (str(each.__struct_config__.tag) for each in (ev.Filed, ev.MaterialMet))
TOLD_OF_MATERIALS = ("state", "grade", "by", "at", "file")


class Stored(Struct, frozen=True):
    """What the database holds of the applications of a page."""

    applications: Mapping[int, Row]
    forms: Mapping[int, str]
    """Sealed, by application."""
    materials: Mapping[int, Mapping[str, Row]]
    submissions: Mapping[int, Row]
    """What the first event of each of their cases says; empty where it is no submission."""
    claiming: Mapping[int, frozenset[int]]
    """The cases whose rows say that they are of this application."""


@examiners.register(FILED)
def examine(page: Page) -> Iterator[Fault]:
    """What is wrong with the rows of the applications of ``page``, and with what was issued. Ten queries."""
    told = {stream: _told(chained) for stream, chained in page.items()}
    stored = _stored(page, [case for filed in told.values() if filed for case in filed.cases])
    for stream, chained in page.items():
        filed = told[stream]
        if filed is None:
            yield Fault(stream, named(chained), 1, "unreadable", f"kernel_event {stream}/1")
        elif stream not in stored.applications:
            yield Fault(stream, filed.number, 0, "missing", f"applications_application {stream}")
        else:
            for kind, row in _differences(stream, filed, chained, stored):
                yield Fault(stream, filed.number, 0, kind, row)
    of = {case: (stream, filed.number) for stream, filed in told.items() if filed for case in filed.cases}
    for case, row in missing({case: stream for case, (stream, _) in of.items()}):
        yield Fault(case, of[case][1], 0, "issued", row)


def _told(chained: Sequence[Recorded]) -> ev.Filed | None:
    try:
        return convert({"kind": FILED, **chained[0].data}, type=ev.Filed)
    except ValidationError:
        return None


def _stored(page: Page, cases: list[int]) -> Stored:
    ids = list(page)
    rows = Application.objects.filter(id__in=ids).values(*ev.ApplicationRow.__struct_fields__)
    materials: dict[int, dict[str, Row]] = {stream: {} for stream in ids}
    for row in Material.objects.filter(application_id__in=ids).values("application_id", "evidence", *TOLD_OF_MATERIALS):
        materials[row["application_id"]][row["evidence"]] = row
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_id, sealed FROM applications_form WHERE application_id = ANY(%s)", [ids])
        forms = dict(cursor.fetchall())
        cursor.execute(
            "SELECT stream, data ->> 'application', data ->> 'unit', data ->> 'unit_path', data ->> 'urgent'"
            " FROM kernel_event WHERE seq = 1 AND kind = 'submitted' AND stream = ANY(%s)",
            [cases],
        )
        submissions = {stream: _submission(*said) for stream, *said in cursor.fetchall()}
        cursor.execute(
            "SELECT application_id, array_agg(id) FROM cases_case WHERE application_id = ANY(%s) GROUP BY 1", [ids]
        )
        claiming = {stream: frozenset(found) for stream, found in cursor.fetchall()}
    return Stored({row["id"]: row for row in rows}, forms, materials, submissions, claiming)


def _submission(application: str, unit: str, unit_path: str, urgent: str | None) -> Row:
    return {"application": int(application), "unit_id": int(unit), "unit_path": unit_path, "urgent": urgent or ""}


def _differences(
    stream: int, filed: ev.Filed, chained: Sequence[Recorded], stored: Stored
) -> Iterator[tuple[str, str]]:
    """The kind of each fault, and the row in words."""
    yield from _case_faults(stream, filed, stored)
    row, expected = stored.applications[stream], _expected(filed, chained, stored)
    differing = [name for name, value in expected.items() if row[name] != value]
    if differing:
        yield "row", f"applications_application {stream}: {', '.join(differing)}"
    if not _is_form(stored.forms.get(stream, ""), filed.form_sm3):
        yield "form", f"applications_form {stream}"
    yield from _material_faults(stream, chained, filed, stored.materials[stream])


def _case_faults(stream: int, filed: ev.Filed, stored: Stored) -> Iterator[tuple[str, str]]:
    """Each case that the filing names began as a case of it, and no other says that it belongs to it."""
    for case in filed.cases:
        if stored.submissions.get(case, {}).get("application") != stream:
            yield "lost", f"kernel_event {case}"
    for case in sorted(stored.claiming.get(stream, frozenset()).difference(filed.cases)):
        yield "row", f"cases_case {case}: application_id"


def _expected(filed: ev.Filed, chained: Sequence[Recorded], stored: Stored) -> Row:
    first, last = chained[0], chained[-1]
    submission = stored.submissions.get(filed.cases[0], {}) if filed.cases else {}
    return {
        "number": filed.number,
        "person_id": filed.person,
        "agent_id": filed.agent,
        "organisation_id": filed.organisation,
        "channel": filed.channel,
        "items": list(filed.items),
        "window_id": filed.window,
        "staff_id": first.actor,
        "submitted_at": datetime.fromisoformat(first.at),
        "signature_sm3": filed.signature_sm3,
        "signed": bool(filed.signature_sm3),
        "version": last.seq,
        "hash": last.hash,
        **{name: submission[name] for name in ("unit_id", "unit_path", "urgent") if submission},
    }


def _is_form(sealed: str, digest: str) -> bool:
    """Whether what is sealed is the form that was signed."""
    try:
        return same(sm3(decrypt(sealed).encode()), bytes.fromhex(digest))
    except (Refusal, ValueError):
        return False


def _material_faults(
    stream: int, chained: Sequence[Recorded], filed: ev.Filed, stored: Mapping[str, Row]
) -> Iterator[tuple[str, str]]:
    expected = _materials(chained, filed)
    for evidence in sorted(expected.keys() | stored.keys()):
        words = f"evidence_material {stream}/{evidence}"
        if evidence not in expected or evidence not in stored:
            yield "row", words
            continue
        differing = [name for name, value in expected[evidence].items() if stored[evidence][name] != value]
        if differing:
            yield "row", f"{words}: {', '.join(differing)}"


def _materials(chained: Sequence[Recorded], filed: ev.Filed) -> dict[str, dict[str, Any]]:
    """The columns of the material list that the events tell, by evidence type."""
    rows = {evidence: _material(state, chained[0]) for evidence, state in filed.materials}
    for event in chained:
        if event.kind == MATERIAL_MET:
            evidence, file = event.data["evidence"], event.data.get("file", "")
            kept = {name: value for name, value in rows.get(evidence, {}).items() if name == "file"}
            rows[evidence] = {**kept, **_material(event.data["state"], event), **({"file": file} if file else {})}
    return rows


def _material(state: str, event: Recorded) -> dict[str, Any]:
    grade = GRADES.get(MaterialState(state))
    return {
        "state": state,
        "grade": grade.value if grade else "",
        "by": event.actor if state == MaterialState.SEEN else None,
        "at": datetime.fromisoformat(event.at),
    }


_STRAYS = {
    "applications_application": "SELECT r.id, r.number FROM applications_application r WHERE NOT EXISTS"
    " (SELECT FROM kernel_event e WHERE e.stream = r.id AND e.seq = 1 AND e.kind = 'filed')",
    "applications_form": "SELECT r.application_id, '' FROM applications_form r WHERE NOT EXISTS"
    " (SELECT FROM applications_application a WHERE a.id = r.application_id)",
    "evidence_material": "SELECT DISTINCT r.application_id, '' FROM evidence_material r WHERE NOT EXISTS"
    " (SELECT FROM applications_application a WHERE a.id = r.application_id)",
}

_SIGNED = {
    "evidence_signature of the filing": """
        SELECT e.stream, e.data->>'number' FROM kernel_event e
         WHERE e.kind = 'filed' AND e.data->>'signature_sm3' <> '' AND NOT EXISTS (
               SELECT FROM evidence_signature s JOIN evidence_storedfile f ON f.sm3 = s.file_id
                 LEFT JOIN people_identitycheck k ON k.id = s.identity_check_id
                WHERE s.file_id = e.data->>'signature_sm3' AND (s.identity_check_id IS NULL
                      OR k.person_id IN ((e.data->>'person')::bigint, (e.data->>'agent')::bigint)
                      OR EXISTS (SELECT FROM people_guardianship g
                                  WHERE g.ward_id = (e.data->>'person')::bigint AND g.guardian_id = k.person_id)))
    """,
    "evidence_storedfile of the material": """
        SELECT DISTINCT m.application_id, '' FROM evidence_material m
         WHERE m.file <> '' AND NOT EXISTS (SELECT FROM evidence_storedfile f WHERE f.sm3 = m.file)
    """,
    "evidence_signature of the hand-over": """
        SELECT e.stream, a.number FROM kernel_event e JOIN applications_application a ON a.id = e.stream
         WHERE e.kind = 'handed_over' AND e.data->>'signature_sm3' <> '' AND NOT EXISTS (
               SELECT FROM evidence_signature s JOIN evidence_storedfile f ON f.sm3 = s.file_id
                 JOIN people_identitycheck k ON k.id = s.identity_check_id
                 JOIN people_person p ON p.id = k.person_id
                WHERE s.file_id = e.data->>'signature_sm3' AND k.id = (e.data->>'identity_check')::bigint
                  AND (k.person_id = a.person_id
                       OR lower(replace(p.name, ' ', '')) = lower(replace(e.data->>'receiver', ' ', ''))))
    """,
}
"""Materials whose file is gone; events whose signature is, or its file, its identity check or the person of that check, of
those who could sign it.
"""


@searches.register("applications")
def strays() -> Iterator[Fault]:
    """Rows of applications that have no history, rows of no application, and signatures and files that are gone. Six queries."""
    return stray_rows(_STRAYS | _SIGNED)

"""Read: the papers and licences that events of cases call for and that are not there. Part of ``applications.compare``.

What still waits in the queue, was given up there (``stuck_papers``) or called off is late, not lost: the queue names it.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from django.db import connection
from msgspec import DecodeError, ValidationError, json

from yichuang.applications.issue_licences import key_of_licence
from yichuang.applications.issue_papers import key_of_paper
from yichuang.applications.paperwork import KINDS, kind_of
from yichuang.applications.results import made
from yichuang.applications.tasks import ISSUE_PAPER
from yichuang.cases.state import CaseState
from yichuang.cases.status import Outcome
from yichuang.cases.store import decode_event
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import recorded
from yichuang.licences.models import IssuedPaper, Licence

Place = tuple[int, int]
"""A case and the number of its event."""
UNREADABLE = (DecodeError, ValidationError, ValueError, KeyError, Refusal)
"""What was tampered with is named by whoever compares it."""
CALLING = [str(kind.__struct_config__.tag) for kind in KINDS]


def missing(applications: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """The case, and in words the row, of each that is not there; ``applications`` by id of their cases. Five queries."""
    late = _late(applications)
    papers, licences = _papers(applications), _licences(applications)
    there = _there(papers, licences)
    for key, (words, calls) in papers.items():
        if key not in there and late.isdisjoint(calls):
            yield calls[0][0], f"licences_issuedpaper {calls[0][0]}/{calls[0][1]}: {words}"
    waiting = {case for case, _ in late}
    for key, (case, words) in licences.items():
        if key not in there and case not in waiting:
            yield case, f"licences_licence {case}: {words}"


def _papers(applications: Mapping[int, int]) -> dict[str, tuple[str, list[Place]]]:
    """By key: the kind, and the events that call for it."""
    found: dict[str, tuple[str, list[Place]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stream, seq, kind, data::text, at, actor, hash FROM kernel_event"
            " WHERE stream = ANY(%s) AND kind = ANY(%s) ORDER BY stream, seq",
            [list(applications), CALLING],
        )
        events = [recorded(row) for row in cursor.fetchall()]
    for each in events:
        with suppress(*UNREADABLE):
            kind = kind_of(decode_event(each))
            if kind is not None:
                key = key_of_paper(kind, applications[each.stream], each)
                found.setdefault(key, (kind.value, []))[1].append((each.stream, each.seq))
    return found


def _licences(applications: Mapping[int, int]) -> dict[str, tuple[int, str]]:
    """By key: the case, and the result that it has made."""
    found: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT state::text FROM cases_snapshot WHERE case_id = ANY(%s)", [list(applications)])
        stored = [text for (text,) in cursor.fetchall()]
    for text in stored:
        with suppress(*UNREADABLE):
            state = json.decode(text, type=CaseState)
            if state.outcome is Outcome.GRANTED:
                results = made(item_version(state.item, state.item_version), state)
                found |= {key_of_licence(state.id, each): (state.id, each.key) for each in results}
    return found


def _there(papers: Mapping[str, object], licences: Mapping[str, object]) -> frozenset[str]:
    kept = IssuedPaper.objects.filter(key__in=list(papers)).values_list("key", flat=True)
    return frozenset(kept).union(Licence.objects.filter(key__in=list(licences)).values_list("key", flat=True))


def _late(applications: Mapping[int, int]) -> frozenset[Place]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'case')::bigint, (args->>'seq')::int FROM procrastinate_jobs"
            " WHERE task_name = %s AND status <> 'succeeded' AND (args->>'case')::bigint = ANY(%s)",
            [ISSUE_PAPER, list(applications)],
        )
        return frozenset((case, seq) for case, seq in cursor.fetchall())

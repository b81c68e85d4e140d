"""Verb: issue the paper that an event of a case calls for, and the licences that it makes.

Runs as a job, queued with the event itself: a worker that is away delays a paper and loses none. A screen that needs one
at once asks :func:`paper_now`; both bear the same key, so there is one paper whoever comes first.
"""

from collections.abc import Iterable
from datetime import datetime

from yichuang.applications.gather_matter import Happening, gather, happening, together
from yichuang.applications.issue_licences import hand_in_old, issue_licences
from yichuang.applications.models import Application
from yichuang.applications.paperwork import TOGETHER, kind_of, paper_of
from yichuang.cases import events as ev
from yichuang.cases.models import Case
from yichuang.cases.papers.issue import issue
from yichuang.cases.queries import told
from yichuang.cases.state import CaseState
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.errors import Refusal
from yichuang.kernel.events import Recorded
from yichuang.licences.models import IssuedPaper
from yichuang.licences.terms import PaperKind


def issue_papers(case: int, seq: int, *, now: datetime) -> IssuedPaper | None:
    """Issue what the ``seq``-th event of ``case`` calls for; None where that is no paper. Once, however often it runs."""
    happened = happening(case, seq)
    _make_results(happened, now)
    kind = kind_of(happened.event)
    if kind is None:
        return None
    key = key_of_paper(kind, happened.state.application, happened.recorded)
    issued = IssuedPaper.objects.filter(key=key).first()
    return issued or _issue(happened, key, now)


def paper_now(of: Application | Case, kind: PaperKind, *, now: datetime) -> IssuedPaper:
    """The latest paper of this kind of the application or case, issued if it is not there yet.

    ``of`` was opened through its gate by the caller. Refusal("applications.no_such_paper") when nothing calls for one.
    """
    cases = [of.pk] if isinstance(of, Case) else _cases(of.pk)
    latest = max(_calling(cases, kind), key=lambda each: (each.at, each.stream, each.seq), default=None)
    paper = issue_papers(latest.stream, latest.seq, now=now) if latest else None
    if paper is None:
        raise Refusal("applications.no_such_paper", number=of.number)
    return paper


def _cases(application: int) -> list[int]:
    return list(Case.objects.filter(application_id=application).order_by("id").values_list("id", flat=True))


def _calling(cases: Iterable[int], kind: PaperKind) -> Iterable[Recorded]:
    """Every event of these cases that calls for a paper of this kind."""
    return (each.recorded for case in cases for each in told(case) if kind_of(each.event) is kind)


def key_of_paper(kind: PaperKind, application: int, recorded: Recorded) -> str:
    """One for each event, or one for all cases of the application to which it happened together."""
    if kind is PaperKind.APPLICATION_FORM:
        return f"application/{application}/{kind}"
    if kind in TOGETHER:
        return f"application/{application}/{kind}/{recorded.at}"
    return f"case/{recorded.stream}/{recorded.seq}/{kind}"


def _issue(happened: Happening, key: str, now: datetime) -> IssuedPaper:
    gathered = gather(happened)
    facts = paper_of(happened.event, gathered.matter, catalogue())
    return issue(facts, unit=gathered.unit, key=key, now=now, issued_by=happened.recorded.actor)


# --- what the paper will list -----------------------------------------------------------------------------------------


def _make_results(happened: Happening, now: datetime) -> None:
    """Licences before the papers that name them; jobs may run in any order."""
    match happened.event:
        case ev.StepDone():
            issue_licences(happened.state, now=now)
        case ev.MadeReady():
            _ensure_result(happened.state, now)
        case ev.Delivered() as delivered:
            for each in together(happened):
                _ensure_result(each.state, now)
            hand_in_old(happened.state, delivered, now=happened.at)


def _ensure_result(state: CaseState, now: datetime) -> None:
    """The licences of a granted case; where there are none the decision itself is handed out, so it must exist."""
    if not issue_licences(state, now=now):
        decided = next((each.recorded.seq for each in told(state.id) if isinstance(each.event, ev.Decided)), None)
        if decided is not None:
            issue_papers(state.id, decided, now=now)

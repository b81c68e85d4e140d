"""The ninety days before the build, lived through day by day: people come, officers work, results are handed out.

Everything goes through the verbs that the screens call, each at its own frozen moment. One list of appointments holds
what is still to happen; what lies beyond the build stays undone, which makes today's worklists.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random

from django.db import transaction
from msgspec import Struct

from yichuang.applications.filing import Filing
from yichuang.applications.issue_licences import issue_licences
from yichuang.applications.judge import NotYet
from yichuang.applications.submit import Filed, FiledCase, submit
from yichuang.cases import sweep
from yichuang.cases.clock import against
from yichuang.cases.models import Case
from yichuang.cases.state import CaseState
from yichuang.cases.status import Status
from yichuang.cases.store import load, load_many
from yichuang.catalogue.definition import Handling, Limit, Unit
from yichuang.catalogue.loader import catalogue
from yichuang.delivery.hand_over import HandOver, hand_over, must_surrender
from yichuang.demo.moves import Table, Words, next_move
from yichuang.demo.people import SEED
from yichuang.demo.recipes import Book, Client, Recipe, with_deferred
from yichuang.demo.roster import Roster
from yichuang.demo.shared_before import log_shared
from yichuang.demo.signatures import RECEIVED, drawn
from yichuang.demo.town import Town
from yichuang.evidence.signature import store_signature
from yichuang.kernel import moment
from yichuang.kernel.calendar import Calendar
from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME, local_date
from yichuang.organisation.actor import Actor
from yichuang.people.models import IdentityCheck
from yichuang.people.terms import CheckMethod, CheckResult

OPENS, CLOSES = time(9), time(17)
MOVES = 30
"""More moves than any route has; a case that needs more is left to the officers of today."""
RECENT = timedelta(days=30)
SETTLED = {"stuck": "slow", "unattended": "slow", "never_corrected": "corrected"}
"""What was left lying is found and done after a month at the latest."""
ENDINGS = frozenset({Status.DECIDED, Status.PRODUCING, Status.READY, Status.WITHDRAWN})
"""A case that others wait for has been decided, or never will be."""
PICK_UP_DAYS = (0, 6)
"""Working days between the result and the person who comes for it."""
AT_WORK_ON_TIME = (0.1, 0.9)
"""Of the promised time: how long a case takes that goes well."""


class DayLoad(Struct, frozen=True):
    """Visits a working day."""

    least: int
    most: int


class Wanted(Struct, frozen=True):
    """Items asked for together, and how often."""

    items: tuple[str, ...]
    weight: int


class Past(Struct, frozen=True, forbid_unknown_fields=True):
    """``past.yaml`` as it stands."""

    a_day: DayLoad
    visits: tuple[Wanted, ...]
    fates: Mapping[str, int]
    intakes: Mapping[str, int]
    deferred: float
    said: Mapping[str, list[str]]
    words: Words


@cache
def past() -> Past:
    """The data, read and checked."""
    return read_data(Path(__file__).with_name("past.yaml"), Past)


class Appointment(Struct, frozen=True, order=True):
    """Something that will happen at a moment."""

    at: datetime
    place: int
    """Keeps the order of what happens at the same moment, and spares the comparison of the rest."""
    number: str
    fate: str
    moves: int


def ready_of(application: int) -> list[CaseState]:
    """The cases of an application whose results wait."""
    ids = Case.objects.filter(application_id=application, status=Status.READY).values_list("id", flat=True)
    return [loaded.state for loaded in load_many(list(ids)).values()]


def _checked(client: Client, clerk: Actor, now: datetime) -> int:
    """The identity check at pick-up."""
    check = IdentityCheck.objects.create(
        person_id=client.person,
        method=CheckMethod.CARD_READER,
        result=CheckResult.PASSED,
        at=now,
        staff_id=clerk.staff_id,
    )
    return check.pk


def _make_licences(number: str, now: datetime) -> None:
    """What the job would have made that came with the result; papers are typeset when somebody asks for one."""
    ready = load(number)
    if ready is not None:
        issue_licences(ready.state, now=now)


class History:
    """The days, one after the other."""

    def __init__(self, roster: Roster, town: Town, calendar: Calendar, until: datetime) -> None:
        self._roster = roster
        self._town = town
        self._calendar = calendar
        self._until = until
        self._chance = Random(SEED)  # noqa: S311 - the same days every time
        self._table = Table(roster, past().words, self._chance)
        self._book = Book(past().said)
        self._ahead: list[Appointment] = []
        self._serial = count()
        self._visits = 0
        self.refused: dict[str, int] = {}
        """How often a verb said no, by code: such visits go home."""

    def live(self, first: date) -> Iterator[date]:
        """Live from ``first`` to the present moment, a working day at a time."""
        day = self._calendar.next_workday(first)
        while datetime.combine(day, OPENS, BUREAU_TIME) < self._until:
            with transaction.atomic():
                self._live_day(day)
            yield day
            day = self._calendar.add_workdays(day, 1)

    def _live_day(self, day: date) -> None:
        visits = self._chance.randint(past().a_day.least, past().a_day.most)
        comings = sorted(self._moment(day) for _ in range(visits))
        for coming in comings:
            self._work_until(coming)
            if coming < self._until:
                self._visit(coming)
        close = min(datetime.combine(day, CLOSES, BUREAU_TIME), self._until)
        self._work_until(close)
        with moment.at(close):
            sweep.deem_accepted(close)
            sweep.archive(close)

    def _moment(self, day: date) -> datetime:
        minutes = (CLOSES.hour - OPENS.hour) * 60 - 5
        return datetime.combine(day, OPENS, BUREAU_TIME) + timedelta(minutes=self._chance.randrange(minutes))

    # --- people come --------------------------------------------------------------------------------------------------

    def _visit(self, now: datetime) -> None:
        wanted = self._chance.choices(past().visits, [each.weight for each in past().visits])[0].items
        intake = self._chance.choices(list(past().intakes), list(past().intakes.values()))[0]
        clerks = self._roster.at_windows(catalogue().items[code].line for code in wanted)
        if not clerks:
            return
        clerk = self._chance.choice(clerks)
        for _ in range(6):  # not everybody can have everything: a child renews no driving licence
            client = self._town.passer_by(self._chance)
            with moment.at(now):
                filed = self._filed(clerk, client, wanted, "window" if intake == "window" else "online", now)
            if filed:
                self._plan_ahead(filed, intake, now)
                return

    def _filed(self, clerk: Actor, client: Client, items: tuple[str, ...], channel: str, now: datetime) -> Filed | None:
        try:
            found = self._book.filing(clerk, client, items, channel, self._chance, now)
            if found is None:
                return None
            self._visits += 1
            key, filing = f"demo/visit/{self._visits}", self._maybe_deferred(*found)
            log_shared(clerk, filing, key, now)
            return submit(clerk, filing, key=key, now=now)
        except Refusal as refusal:
            self._count(refusal)
            return None

    def _maybe_deferred(self, filing: Filing, recipe: Recipe) -> Filing:
        waits = recipe.deferrable and self._chance.random() < past().deferred
        return with_deferred(filing, recipe) if waits else filing

    def _count(self, refusal: Refusal) -> None:
        codes = [problem.code for problem in refusal.problems] if isinstance(refusal, NotYet) else [refusal.code]
        for code in codes:
            self.refused[code] = self.refused.get(code, 0) + 1

    def _plan_ahead(self, filed: Filed, intake: str, now: datetime) -> None:
        for case in filed.cases:
            fate = intake if intake not in {"window", "online"} else self._fate(case)
            settled = self._until - now > RECENT
            self._appoint(self._soon(now, case), case.number, SETTLED.get(fate, fate) if settled else fate, 0)

    def _fate(self, case: FiledCase) -> str:
        if catalogue().items[case.item].handling is Handling.ON_THE_SPOT:
            return "smooth"
        return self._chance.choices(list(past().fates), list(past().fates.values()))[0]

    # --- officers work ------------------------------------------------------------------------------------------------

    def _work_until(self, now: datetime) -> None:
        while self._ahead and self._ahead[0].at <= now:
            appointment = heappop(self._ahead)
            loaded = load(appointment.number)
            if loaded is not None:
                with moment.at(appointment.at):
                    self._kept(appointment, loaded.state)

    def _kept(self, appointment: Appointment, state: CaseState) -> None:
        now = appointment.at
        try:
            if state.status is Status.READY:
                self._hand_over(state, now)
                return
            done = next_move(self._table, state, appointment.fate, now)
        except Refusal as refusal:
            self._count(refusal)
            return
        if done is None and not state.waits_for:
            return
        status = done.status if done else ""
        if status == Status.READY:
            _make_licences(state.number, now)
        if status in ENDINGS:
            sweep.settle_dependents(state.id, now)
        if appointment.moves < MOVES:
            at = self._next(state, status, appointment, now)
            self._appoint(at, state.number, appointment.fate, appointment.moves + 1)

    def _hand_over(self, state: CaseState, now: datetime) -> None:
        """Everything of the visit that is ready goes out together, at any window that serves all its lines."""
        ready = ready_of(state.application)
        clerk = self._chance.choice(self._roster.at_windows(each.line for each in ready))
        client = self._town.of(state.applicant)
        check = _checked(client, clerk, now)
        drawing = drawn(client.someone.name, RECEIVED)
        wanted = HandOver(
            cases=tuple(each.number for each in ready),
            receiver=client.someone.name,
            identity_check=check,
            signature=store_signature(drawing, by=clerk.staff_id, now=now, check=check).sm3,
            surrendered={each.number: must_surrender(each.item, each.item_version) for each in ready},
        )
        hand_over(clerk, wanted, key=f"demo/{state.number}/handed-over", now=now)

    # --- when ---------------------------------------------------------------------------------------------------------

    def _appoint(self, at: datetime, number: str, fate: str, moves: int) -> None:
        heappush(self._ahead, Appointment(at, next(self._serial), number, fate, moves))

    def _soon(self, now: datetime, case: FiledCase) -> datetime:
        if catalogue().items[case.item].handling is Handling.ON_THE_SPOT:
            return now + timedelta(minutes=self._chance.randrange(2, 15))
        return self._working(now + timedelta(hours=self._chance.randrange(1, 30)))

    def _next(self, state: CaseState, status: str, appointment: Appointment, now: datetime) -> datetime:
        if status == Status.READY:
            return self._pick_up(state, now)
        if state.handling is Handling.ON_THE_SPOT:
            return now + timedelta(minutes=self._chance.randrange(1, 6))
        if appointment.fate == "stuck" and appointment.moves > 0:
            return now + timedelta(days=400)
        return self._working(now + timedelta(hours=self._hours(state, appointment.fate)))

    def _hours(self, state: CaseState, fate: str) -> float:
        """A step's share of the time in which the case is due; of three months where nobody has set one."""
        limit = against(state) or Limit(90, Unit.CALENDAR_DAY)
        days = limit.amount * (1.4 if limit.unit is Unit.WORKING_DAY else 1.0)
        share = self._chance.uniform(*AT_WORK_ON_TIME) / max(1, len(state.route) - 2)
        return max(2.0, days * 24 * share * (3.2 if fate == "slow" else 1.0))

    def _pick_up(self, state: CaseState, now: datetime) -> datetime:
        if state.handling is Handling.ON_THE_SPOT:
            return now + timedelta(minutes=self._chance.randrange(2, 12))
        day = self._calendar.add_workdays(local_date(now), self._chance.randint(*PICK_UP_DAYS) + 1)
        return self._moment(day)

    def _working(self, wanted: datetime) -> datetime:
        """``wanted``, or the next moment at which the office is open."""
        local = wanted.astimezone(BUREAU_TIME)
        day = self._calendar.next_workday(local.date())
        if day == local.date() and OPENS <= local.time() < CLOSES:
            return wanted
        if day == local.date() and local.time() >= CLOSES:
            day = self._calendar.add_workdays(day, 1)
        return self._moment(day)

"""A case as it stands: the value that :mod:`yichuang.cases.evolve` rebuilds from the events."""

from datetime import date, datetime

from msgspec import Struct

from yichuang.cases.status import Cargo, Outcome, SlotKind, SlotStatus, SpecialKind, Status, StepStatus, Verdict
from yichuang.catalogue.definition import Handling, Level, Limit, Limits, Line, Signing, StepAct


class Slot(Struct, frozen=True, omit_defaults=True):
    """One person, or the pool, asked at a step."""

    no: int
    staff: int | None = None
    """None = anybody of the pool."""
    kind: SlotKind = SlotKind.PRINCIPAL
    status: SlotStatus = SlotStatus.OPEN
    verdict: Verdict | None = None
    comment: str = ""
    remedies: str = ""
    on_behalf_of: int | None = None
    """The slot that waits for this delegate."""
    pooled: bool = False
    """Came from the pool, so that it can go back there."""
    at_round: int = 1
    """The opening of the step that it belongs to."""
    removed: bool = False
    """Taken off again (减签) before anything was said."""


class StepState(Struct, frozen=True, omit_defaults=True):
    """One step of the route."""

    key: str
    act: StepAct
    level: Level
    line: Line
    unit: int
    unit_path: str
    after: tuple[str, ...] = ()
    signing: Signing = Signing.ONE
    limit: Limit | None = None
    external: str = ""
    status: StepStatus = StepStatus.PENDING
    at_round: int = 0
    """How many times the step has been opened."""
    opened_at: datetime | None = None
    done_at: datetime | None = None
    verdict: Verdict | None = None
    slots: tuple[Slot, ...] = ()

    def asked(self) -> tuple[Slot, ...]:
        """The slots of the step's present opening that are not cancelled."""
        return tuple(slot for slot in self.of_round(self.at_round) if slot.status is not SlotStatus.CANCELLED)

    def of_round(self, number: int) -> tuple[Slot, ...]:
        """All slots of one opening of the step."""
        return tuple(slot for slot in self.slots if slot.at_round == number)


class Pause(Struct, frozen=True, omit_defaults=True):
    """An interval that does not count (行政许可法 art. 45)."""

    since: date
    until: date | None = None
    procedure: SpecialKind | None = None
    article: str = ""
    """The item's own law, where that and not art. 45 stops the clock."""


class Extension(Struct, frozen=True):
    """延长 (行政许可法 art. 42)."""

    days: int
    reason: str
    approved_by: int


class CaseState(Struct, frozen=True, omit_defaults=True):
    """Everything the rules need to know of a case."""

    id: int
    number: str
    application: int
    applicant: int
    item: str
    item_version: int
    line: Line
    handling: Handling
    limits: Limits
    channel: str
    unit: int
    unit_path: str
    status: Status
    version: int
    submitted_at: datetime
    route: tuple[StepState, ...]
    window: int | None = None
    urgent: str = ""
    waits_for: tuple[int, ...] = ()
    failed_dependencies: tuple[int, ...] = ()
    received_at: datetime | None = None
    accepted_on: date | None = None
    deemed: bool = False
    corrections: int = 0
    missing: tuple[str, ...] = ()
    """What the last correction notice asked for and has not come."""
    correct_by: date | None = None
    """Until when the person may answer that notice; None where it told no day."""
    deferred: tuple[str, ...] = ()
    """容缺 materials still to come."""
    make_up_by: date | None = None
    """Until when they may come."""
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    suspended: bool = False
    outcome: Outcome | None = None
    reasons: str = ""
    remedies: str = ""
    decided_at: datetime | None = None
    travelling: tuple[Cargo, ...] = ()
    """What of it is on its way between units."""
    ready_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Status | None = None
    """How the proceeding ended; archiving keeps it."""

    def step(self, key: str) -> StepState | None:
        """The step called ``key``, or None."""
        return next((step for step in self.route if step.key == key), None)

    def step_of(self, act: StepAct) -> StepState | None:
        """The first step that does ``act``, or None."""
        return next((step for step in self.route if step.act is act), None)

"""The life of a case as a table: which action is allowed where, what it leads to, and why.

Read a row as a sentence: "In *any of these states* one may *act*; the case then stands *there*, because *source*."
Screens, API and engine ask this one table; there is no second list of allowed moves.
"""

from msgspec import Struct

from yichuang.cases.status import OPEN, Action, Status
from yichuang.kernel.errors import Refusal

S = Status
A = Action


class Row(Struct, frozen=True):
    """One row of the table."""

    action: Action
    states: frozenset[Status]
    leads_to: Status | None
    """None where the case stays as it is, or where the route decides (an opinion may complete the last step)."""
    source: str
    """The article or the rule of the house that the row rests on."""


def _row(action: Action, states: set[Status] | frozenset[Status], leads_to: Status | None, source: str) -> Row:
    return Row(action, frozenset(states), leads_to, source)


AT_WORK = frozenset({S.ACCEPTED, S.REVIEWING, S.DECIDED, S.PRODUCING})
"""Steps of the route can be open."""
UNDECIDED = frozenset({S.SUBMITTED, S.RECEIVED, S.CORRECTION, S.ACCEPTED, S.REVIEWING, S.SPECIAL})
"""Nothing binding has been decided yet."""

TABLE: tuple[Row, ...] = (
    # From the person's hand to acceptance
    _row(A.RECEIVE, {S.SUBMITTED}, S.RECEIVED, "House: 收件 is not 受理; it has its own receipt"),
    _row(A.ASK_CORRECTION, {S.RECEIVED}, S.CORRECTION, "行政许可法 art. 32(4): once, complete, within 5 working days"),
    _row(A.SUPPLY_CORRECTION, {S.CORRECTION, S.RECEIVED}, S.RECEIVED, "行政许可法 art. 32(5); may come in parts"),
    _row(A.ACCEPT, {S.RECEIVED}, S.ACCEPTED, "行政许可法 art. 32(5)"),
    _row(A.DEEM_ACCEPTED, {S.RECEIVED}, S.ACCEPTED, "行政许可法 art. 32(4): no notice in time = accepted on receipt"),
    _row(A.REFUSE_ACCEPTANCE, {S.RECEIVED}, S.REFUSED_ACCEPTANCE, "行政许可法 art. 32(1): no licence is needed"),
    _row(A.NOT_OURS, {S.RECEIVED}, S.NOT_OURS, "行政许可法 art. 32(2): name the right agency at once"),
    _row(A.SUPPLY_DEFERRED, {S.ACCEPTED, S.REVIEWING, S.SPECIAL}, None, "国发〔2022〕5号: 容缺 materials follow"),
    # One case waits for another of the same application
    _row(A.MEET_DEPENDENCY, UNDECIDED, None, "House: a dependent case opens when what it waits for is granted"),
    _row(A.FAIL_DEPENDENCY, UNDECIDED, None, "House: one case failing never silently fails another"),
    # At work on the route
    _row(A.CLAIM, AT_WORK, None, "House: 认领 from the pool"),
    _row(A.RELEASE, AT_WORK, None, "House: back to the pool"),
    _row(A.TAKE_BACK, AT_WORK, None, "House: 收回 from one who cannot do it; no case lies with somebody who has left"),
    _row(A.ASSIGN, AT_WORK, None, "House: 分派, names the signers of a 会签/或签"),
    _row(A.OPINE, AT_WORK, None, "行政许可法 arts. 34, 37: 审核/审批 opinion"),
    _row(A.RETURN, AT_WORK, S.REVIEWING, "House: 退回 to any earlier step, before the case is decided"),
    _row(A.TRANSFER, AT_WORK, None, "House: 转办"),
    _row(A.DELEGATE, AT_WORK, None, "House: 委派"),
    _row(A.ADD_SIGNER, AT_WORK, None, "House: 加签"),
    _row(A.REMOVE_SIGNER, AT_WORK, None, "House: 减签"),
    _row(A.COPY, AT_WORK, None, "House: 抄送"),
    _row(A.ACKNOWLEDGE, frozenset(S), None, "House: 抄送 read"),
    _row(A.URGE, OPEN, None, "House: 催办"),
    _row(A.REMIND, OPEN, None, "House: 超时提醒"),
    _row(A.RECALL, AT_WORK, S.REVIEWING, "House: 撤回 while nobody has acted on it and nothing is decided"),
    _row(A.SUSPEND, AT_WORK, None, "House: 挂起; does not stop the clock"),
    _row(A.RESUME, AT_WORK | {S.SPECIAL}, None, "House: 恢复"),
    _row(A.START_SPECIAL, {S.ACCEPTED, S.REVIEWING}, S.SPECIAL, "行政许可法 art. 45: time stops, told in writing"),
    _row(A.END_SPECIAL, {S.SPECIAL}, S.REVIEWING, "行政许可法 art. 45"),
    _row(A.EXTEND, {S.ACCEPTED, S.REVIEWING}, None, "行政许可法 art. 42, or the item's own law: once, approved"),
    # After the decision
    _row(
        A.SEND_ON,
        AT_WORK | {S.SPECIAL, S.READY},
        None,
        "House: 移交 with a list (交接单); custody stands in the record",
    ),
    _row(A.TAKE_OVER, frozenset(S), None, "House: 签收; what was on its way arrives whatever became of the case"),
    _row(A.DELIVER, {S.READY}, S.DELIVERED, "行政许可法 art. 44: within 10 working days"),
    _row(
        A.ARCHIVE, {S.DELIVERED, S.REFUSED_ACCEPTANCE, S.NOT_OURS, S.WITHDRAWN, S.TERMINATED}, S.ARCHIVED, "GB/T 42727"
    ),
    # Ways out
    _row(A.WITHDRAW, UNDECIDED, S.WITHDRAWN, "House: the applicant may withdraw until the decision"),
    _row(
        A.TERMINATE,
        UNDECIDED,
        S.TERMINATED,
        "House: a correction or deferred material not there on its day, or what it waits for failed",
    ),
    _row(
        A.VOID,
        UNDECIDED,
        S.VOIDED,
        "House: entered by mistake; a manager only, with the reason. What is decided ends by law (行政许可法 arts. 69, 70)",
    ),
)

_BY_ACTION: dict[Action, Row] = {row.action: row for row in TABLE}


def check_allowed(action: Action, status: Status) -> None:
    """Refusal("cases.not_now") when ``action`` has no row for ``status``."""
    if status not in where(action):
        raise Refusal("cases.not_now", action=action.value, status=status.value)


def where(action: Action) -> frozenset[Status]:
    """The states in which ``action`` has a place."""
    return _BY_ACTION[action].states


def leads_to(action: Action) -> Status:
    """The state that ``action`` ends in; only for actions whose row names one."""
    status = _BY_ACTION[action].leads_to
    if status is None:
        raise LookupError(action)
    return status


def available(status: Status) -> frozenset[Action]:
    """All actions that have a row for ``status``."""
    return frozenset(row.action for row in TABLE if status in row.states)

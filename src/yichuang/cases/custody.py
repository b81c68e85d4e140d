"""Papers and results on their way between units: what was sent is taken over before it is sent again or handed out. Pure."""

from yichuang.cases import commands as cm
from yichuang.cases import events as ev
from yichuang.cases.facts import Facts
from yichuang.cases.state import CaseState
from yichuang.cases.status import Cargo
from yichuang.kernel.errors import Refusal

Events = tuple[ev.Event, ...]


def send_on(state: CaseState, command: cm.SendOn, _facts: Facts) -> Events:
    """移交. Who may send from where is judged by ``delivery.send_bundle``, which knows where the thing lies."""
    if command.cargo in state.travelling:
        raise Refusal("cases.on_its_way", number=state.number)
    return (ev.SentOn(command.bundle, command.cargo, command.to_unit, command.pieces),)


def take_over(state: CaseState, command: cm.TakeOver, _facts: Facts) -> Events:
    """签收, of what was on its way."""
    if command.cargo not in state.travelling:
        raise Refusal("cases.not_on_its_way", number=state.number)
    return (ev.TakenOver(command.bundle, command.cargo, command.pieces, command.note),)


def require_at_hand(state: CaseState) -> None:
    """Refusal("cases.on_its_way") while the result is travelling: nobody hands out what he does not have."""
    if Cargo.RESULT in state.travelling:
        raise Refusal("cases.on_its_way", number=state.number)

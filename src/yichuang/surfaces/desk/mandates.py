"""What the desk checks before the engine does: may this window take the item, may this agent file it."""

from collections.abc import Collection, Iterable
from datetime import date

from yichuang.applications.judge import Problem
from yichuang.applications.submit import Visit
from yichuang.catalogue.definition import Item, Subject
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.people.agency import check_mandate
from yichuang.people.queries import mandate_for
from yichuang.surfaces.desk.finding import barred


def require_taken(actor: Actor, item: Item, lines: Collection[str], applies: Subject) -> None:
    """Refusal("desk.item_barred") for an item that this window does not take, ("desk.no_window") without a window."""
    if actor.window_id is None:
        raise Refusal("desk.no_window")
    why = barred(item, lines, applies)
    if why:
        raise Refusal(
            "desk.item_barred", item_zh=item.name.zh, item_en=item.name.en,
            reason_zh=label("desk_barred", why, "zh"), reason_en=label("desk_barred", why, "en"),
        )  # fmt: skip


def against(visit: Visit, today: date) -> Iterable[Problem]:
    """Why the agent may not file what is chosen, once a reason; nothing without an agent (one query with one)."""
    agent = visit.filing.agent
    if agent is None:
        return ()
    mandate = mandate_for(agent, principal_person_id=visit.filing.person)
    refusals = (check_mandate(mandate, case.item.code, today) for case in visit.plan.cases)
    found = {each.code: each for each in refusals if each is not None}
    return [Problem(code, {name: str(value) for name, value in each.params.items()}) for code, each in found.items()]

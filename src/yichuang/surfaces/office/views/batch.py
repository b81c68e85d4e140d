"""批量: one order on several like cases, each on its own; what was refused is said case by case."""

from collections.abc import Iterable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django_htmx.http import trigger_client_event
from msgspec import Struct

from yichuang.cases import commands as cm
from yichuang.cases.facts import ACT_OF
from yichuang.cases.gates import CASE, SEE
from yichuang.cases.perform import Attempt, perform_batch
from yichuang.cases.state import CaseState
from yichuang.cases.status import Action
from yichuang.catalogue.queries import item_version
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import Actor, current_actor
from yichuang.organisation.colleagues import Wanted, colleagues
from yichuang.people.models import Person
from yichuang.surfaces.office import orders
from yichuang.surfaces.office.views.answers import guarded
from yichuang.surfaces.order_keys import order_key
from yichuang.surfaces.story.names import said

BATCHED = {action.value: action for action in (Action.OPINE, Action.CLAIM, Action.TRANSFER, Action.ACKNOWLEDGE)}
MOST = 50
"""One page of a worklist."""


class Picked(Struct, frozen=True):
    """A ticked row."""

    state: CaseState
    step: str

    @property
    def named(self) -> tuple[str, str]:
        """What the case is about, and at which step."""
        item = item_version(self.state.item, self.state.item_version)
        return said(item.name), next((said(each.name) for each in item.steps if each.key == self.step), "")


@guarded
def batch(request: HttpRequest) -> HttpResponse:
    """GET asks once more what is to be done with the ticked rows; POST does it."""
    sent = request.POST if request.method == "POST" else request.GET
    action = BATCHED.get(sent.get("action", ""))
    if action is None:
        raise Refusal("office.bad_order")
    actor = current_actor(request)
    picked = _picked(actor, sent)
    _check_alike(action, picked)
    if request.method == "POST":
        return _done(request, actor, action, picked)
    return _asked(request, actor, action, picked)


def _picked(actor: Actor, sent: QueryDict) -> list[Picked]:
    """The ticked rows, each through the gate; one not for this officer is refused like one that does not exist."""
    keys = [key for value in sent.getlist("picked") for key in value.split(",") if key]
    if not keys:
        raise Refusal("office.none_picked")
    pairs = (key.partition("|") for key in dict.fromkeys(keys[:MOST]))
    return [Picked(CASE.open(actor, number, SEE).state, step) for number, _, step in pairs]


def _check_alike(action: Action, picked: Iterable[Picked]) -> None:
    kinds = {(each.state.item, each.step) for each in picked}
    if action in {Action.OPINE, Action.TRANSFER} and len(kinds) > 1:
        raise Refusal("office.not_alike")


def _asked(request: HttpRequest, actor: Actor, action: Action, picked: list[Picked]) -> HttpResponse:
    names = dict(Person.objects.filter(pk__in={each.state.applicant for each in picked}).values_list("pk", "name"))
    found: dict[str, object] = {
        "action": action.value,
        "picked": picked,
        "rows": [(each, names.get(each.state.applicant, ""), *each.named) for each in picked],
        "key": uuid4().hex,
        "word": _word(action, picked),
    }
    if action is Action.TRANSFER:
        found["colleagues"] = _colleagues(actor, picked[0])
    return render(request, "office/_batch.html", found)


def _colleagues(actor: Actor, first: Picked) -> object:
    step = first.state.step(first.step)
    if step is None:
        raise Refusal("authority.not_found")
    wanted = Wanted(step.line, ACT_OF[step.act], step.level, step.unit_path)
    return colleagues(wanted, actor.staff_id, local_date(now()), only_granted=True)


def _word(action: Action, picked: list[Picked]) -> str:
    step = picked[0].state.step(picked[0].step)
    return label("approve", step.act) if action is Action.OPINE and step else label("action", action)


def _done(request: HttpRequest, actor: Actor, action: Action, picked: list[Picked]) -> HttpResponse:
    given = orders.order(_with_step(request.POST, picked[0].step))
    attempts = [
        attempt for step in dict.fromkeys(p.step for p in picked) for attempt in _at(actor, step, picked, given)
    ]
    refused = [each for each in attempts if each.refusal]
    found = {
        "attempts": attempts,
        "refused": refused,
        "done": len(attempts) - len(refused),
        "word": _word(action, picked),
    }
    response = render(request, "office/_batch_done.html", found)
    trigger_client_event(response, "office:changed", {"number": ""})
    return trigger_client_event(
        response, "toast", {"value": label("done_toast", "many").format(word=found["word"], n=found["done"])}
    )


def _with_step(sent: QueryDict, step: str) -> QueryDict:
    whole = sent.copy()
    whole["step"] = step
    return whole


def _at(actor: Actor, step: str, picked: list[Picked], given: orders.Order) -> tuple[Attempt, ...]:
    numbers = [each.state.number for each in picked if each.step == step]
    command: cm.Command = orders.at_step(given.command, step)
    key = order_key("office", actor, given.key, "batch", command)
    return perform_batch(actor, numbers, command, key=key, now=now())

"""The engine's commands as the body of a request: one model a command, told apart by ``action``."""

from typing import TYPE_CHECKING, Annotated, Any, Union, get_args

from msgspec import convert
from pydantic import BaseModel, Field, RootModel

from yichuang.cases import commands as cm
from yichuang.cases.status import Action
from yichuang.organisation.actor import Actor
from yichuang.surfaces.api.border import model_in
from yichuang.surfaces.api.fields import Few, Id, Key, Prose, Sent, Term
from yichuang.surfaces.api.gates import COLLEAGUE, CONCERN

SYSTEM_ONLY = frozenset({Action.DEEM_ACCEPTED, Action.MEET_DEPENDENCY, Action.FAIL_DEPENDENCY, Action.REMIND})
ELSEWHERE = frozenset(
    {
        *(Action.SUBMIT, Action.SUPPLY_CORRECTION, Action.SUPPLY_DEFERRED),
        *(Action.DELIVER, Action.SEND_ON, Action.TAKE_OVER),
    }
)
"""Verbs of their own: an application is submitted whole, what comes in later goes on its one material list, results are
handed over together and papers travel in bundles.
"""
OFFERED: tuple[type[cm.Command], ...] = tuple(
    kind for kind in get_args(cm.AnyCommand) if kind.action not in SYSTEM_ONLY | ELSEWHERE
)
ACTIONS = frozenset(kind.action for kind in OFFERED)

Terms = Annotated[list[Term], Field(min_length=1, max_length=100)]
Staff = Annotated[list[Id], Field(min_length=1, max_length=20)]
_TYPES: dict[Any, Any] = {
    str: Prose,
    ("step", str): Key,
    ("to", str): Key,
    ("to", int): Id,
    ("staff", int): Id,
    ("staff", tuple[int, ...]): Staff,
    ("deferred", tuple[str, ...]): Annotated[list[Term], Field(max_length=100)],
    tuple[str, ...]: Terms,
    int: Few,
}
MODELS = tuple(model_in(kind, _TYPES, Sent) for kind in OFFERED)

if TYPE_CHECKING:
    AnyAction = RootModel[Any]
else:

    class AnyAction(RootModel[Annotated[Union[MODELS], Field(discriminator="action")]]):  # noqa: UP007 - built at run time
        """What to do with the case."""


def command(actor: Actor, body: BaseModel) -> cm.Command:
    """The command that ``body`` describes, every colleague that it names being one the actor may name."""
    found: cm.Command = convert(body.model_dump(mode="json"), cm.AnyCommand)
    for one in _colleagues(found):
        COLLEAGUE.open(actor, one, CONCERN)
    return found


def _colleagues(found: cm.Command) -> tuple[int, ...]:
    if isinstance(found, cm.RemoveSigner):
        return ()  # the engine knows its own signers, also those who no longer serve
    named = [getattr(found, name, ()) for name in ("staff", "to")]
    return tuple(
        one for each in named for one in (each if isinstance(each, tuple) else (each,)) if isinstance(one, int)
    )

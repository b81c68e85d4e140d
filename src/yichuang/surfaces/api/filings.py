"""What a plan and an application take: the person's wishes, the one form, the materials, the signature."""

from typing import Annotated

from pydantic import Field

from yichuang.applications.filing import Filing
from yichuang.catalogue.definition import Channel
from yichuang.catalogue.loader import catalogue
from yichuang.evidence.gates import FILES, SEE
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.people.gates import CONCERNED, ORGANISATION, PEOPLE
from yichuang.surfaces.api.border import inward
from yichuang.surfaces.api.fields import Few, Id, Key, MaybeSm3, Prose, Sent, Sm3, Term, Version


class ChoiceBody(Sent):
    """One chosen item with the answers to its own questions."""

    item: Key
    answers: dict[Key, Term] = Field({}, max_length=60)
    version: Version | None = Field(
        None, description="The version the draft was begun under; the published one when left out."
    )


class GivenBody(Sent):
    """What the person gave for one line of the material list."""

    state: MaterialState
    originals: Few = 0
    copies: Few = 0
    register_: Annotated[str, Field(alias="register", max_length=60, pattern=r"^[a-z0-9_-]*$")] = ""
    file: MaybeSm3 = Field("", description="SM3 of a stored file.")


class PlanBody(Sent):
    """What the person wants, as far as it is known."""

    person: Id
    choices: list[ChoiceBody] = Field(min_length=1, max_length=20)
    form: dict[Key, Prose] = Field({}, max_length=400, description="By form element.")
    materials: dict[Key, GivenBody] = Field({}, max_length=100, description="By evidence type.")
    channel: Channel = Channel.WINDOW
    agent: Id | None = Field(None, description="Person id of an authorised agent who files.")
    guardian: Id | None = Field(None, description="Person id of the guardian who files or accompanies.")
    organisation: Id | None = Field(
        None, description="Organisation that applies, as `/organisations` answered it; `person` has come for it."
    )


class FilingBody(PlanBody):
    """Everything of one application."""

    signature: Sm3 = Field(description="SM3 of the signature as `/files?signer=` stored it.")
    make_up_days: Few = Field(0, description="Working days in which deferred materials will be there.")
    urgent: Term = Field("", description="Why the green channel is asked for.")


def filing(actor: Actor, body: PlanBody) -> Filing:
    """The filing that ``body`` describes, everybody and every file that it names being the actor's to use."""
    found = inward(body, Filing)
    _check_names(found)
    CONCERNED.open(actor, found.person, "file")
    if others := _others(found):
        PEOPLE.open(actor, others, "file")
    if found.organisation is not None:
        ORGANISATION.open(actor, found.organisation, "file")
    if files := _files(found):
        FILES.open(actor, files, SEE)
    return found


def _check_names(found: Filing) -> None:
    """A name that the dictionaries do not have is a slip of the caller's, never something to pass over in silence."""
    shelf = catalogue()
    known = {"form": shelf.elements, "materials": shelf.evidence_types}
    for place, names in (("form", found.form), ("materials", found.materials)):
        slip = next((name for name in names if name not in known[place]), None)
        if slip is not None:
            raise Refusal("api.unknown_name", place=place, name=slip)


def check_place(actor: Actor, found: Filing) -> None:
    """Whoever sits at a window files there, and an original is seen where it is shown: elsewhere nobody can say so."""
    if found.channel == Channel.WINDOW:
        return
    if actor.window_id is not None:
        raise Refusal("api.own_window")
    seen = next((kind for kind, given in found.materials.items() if given.state is MaterialState.SEEN), None)
    if seen is not None:
        raise Refusal("api.seen_elsewhere", evidence=seen)


def _others(found: Filing) -> frozenset[int]:
    return frozenset(each for each in (found.agent, found.guardian) if each is not None)


def _files(found: Filing) -> frozenset[str]:
    return frozenset({found.signature, *(given.file for given in found.materials.values())} - {""})

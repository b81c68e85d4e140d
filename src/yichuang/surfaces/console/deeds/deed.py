"""What a deed is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from msgspec import Struct

from yichuang.organisation.actor import Actor
from yichuang.surfaces.console.asking import Field, Values
from yichuang.surfaces.console.editing.beside import Found


class Question(Struct, frozen=True):
    """What the dialog of a deed shows: what it is about, and its fields."""

    subject: str
    fields: Sequence[Field] = ()
    rule: str = ""
    """The law or rule that bears on it, in words."""
    lines: Sequence[str] = ()
    """What is to be changed, or what rests on it, line by line."""
    obstacles: Callable[[], Sequence[Found]] = tuple
    """What must be mended first: while there is any, the dialog leads there instead of asking."""
    more: str = ""
    """Key under which the same dialog asks for one more of what it asks several of."""


class Outcome(Struct, frozen=True):
    """What came of a deed."""

    secret: str = ""
    """A password to tell once; the dialog shows it instead of closing."""
    goes_to: str = ""
    """Address of the page to go on with; empty = the page that asked."""


class Preview(Struct, frozen=True):
    """What a deed would do, as a fragment of its dialog."""

    template: str
    facts: dict[str, Any]


class Deed(Struct, frozen=True):
    """One thing that can be done. Its words are in ``console_deed``, ``console_do`` and ``console_note`` under its name."""

    name: str
    place: str
    """The page it belongs to; whose ``change`` roles may do it."""
    ask: Callable[[Actor, str], Question]
    """The dialog, with what stands there now; opens the gate of the key."""
    do: Callable[[Actor, str, Values, datetime], Outcome]
    grave: bool = False
    preview: Callable[[Actor, str, QueryDict, datetime], Preview] | None = None
    """The dialog shows what the deed would do with what has been typed so far."""

    @property
    def foretells(self) -> bool:
        """Whether there is a preview: a template that named the function would call it."""
        return self.preview is not None

"""Who may change the catalogue and who may let a change pass; the gate to changes.

An item is edited and reviewed by administrators, and by those who lead its line: managers with a right to decide in it
(the catalogue is the line's word to the public, so a window clerk's right to decide on the spot is not enough). The
reviewer is always somebody else than the author.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from yichuang.catalogue.definition import Line
from yichuang.catalogue.models import CatalogueChange
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, Sluice
from yichuang.organisation.terms import Act, Role

SEE, EDIT, REVIEW = "see", "edit", "review"


def may_edit(actor: Actor, lines: Iterable[Line], on: date) -> bool:
    """Whether the actor may change items of all these lines."""
    return Role.ADMIN in actor.roles or (Role.MANAGER in actor.roles and set(lines) <= _decides(actor, on))


def require_editor(actor: Actor, lines: Iterable[Line], on: date) -> None:
    """Pass when the actor may change items of these lines; else ``catalogue.not_editor`` names them."""
    wanted = sorted(set(lines))
    if not may_edit(actor, wanted, on):
        named = {
            f"lines_{language}": mark.join(label("line", line, language) for line in wanted)
            for language, mark in (("zh", "、"), ("en", ", "))
        }
        raise Refusal("catalogue.not_editor", lines_zh=named["lines_zh"], lines_en=named["lines_en"])


def _decides(actor: Actor, on: date) -> set[Line]:
    return {grant.line for grant in actor.grants if grant.act == Act.DECIDE and grant.since <= on <= grant.until}


def _load(key: int) -> CatalogueChange | None:
    return CatalogueChange.objects.filter(pk=key).first()


def _allows(actor: Actor, change: CatalogueChange, need: str) -> bool:
    """Whoever may edit one of the lines may see it; writing and review are asked of all lines by the verbs."""
    if need != SEE and need == EDIT and change.author_id != actor.staff_id:
        return Role.ADMIN in actor.roles
    return Role.ADMIN in actor.roles or (Role.MANAGER in actor.roles and bool(_decides(actor, today())))


CHANGE = Gate[int, CatalogueChange, str]("catalogue change", _load, _allows)


def _narrow(actor: Actor, rows: "QuerySet[CatalogueChange]", _need: str) -> "QuerySet[CatalogueChange]":
    return rows if may_edit(actor, (), today()) else rows.none()


CHANGES = Sluice["QuerySet[CatalogueChange]", str]("catalogue changes", _narrow)

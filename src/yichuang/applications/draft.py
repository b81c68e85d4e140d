"""Verb: keep a draft. Saved as one types, under the id that the desk chose; a stale copy never overwrites a newer one."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from msgspec import Struct, json

from yichuang.applications.filing import Filing
from yichuang.applications.models import Draft
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import Gate, Sluice


class Kept(Struct, frozen=True):
    """A draft as it was read."""

    id: UUID
    version: int
    filing: Filing
    changed_at: datetime
    submitted_as: int | None = None


def save_draft(actor: Actor, draft: UUID, filing: Filing, *, version: int, now: datetime) -> int:
    """Keep ``filing`` as ``draft``; ``version`` is the one the screen started from, 0 for a new draft. The new version.

    Refusal("applications.draft_moved") when another screen was faster, ("applications.draft_submitted") when it is past.
    """
    sealed = json.encode(filing).decode()
    if version == 0:
        return _begin(actor, draft, filing, sealed, now)
    DRAFT.open(actor, draft, "edit")
    changed = Draft.objects.filter(id=draft, version=version, submitted_as=None).update(
        sealed=sealed, version=F("version") + 1, changed_at=now, person_id=filing.person
    )
    if not changed:
        raise Refusal(_why(draft))
    return version + 1


def _begin(actor: Actor, draft: UUID, filing: Filing, sealed: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            Draft.objects.create(
                id=draft,
                person_id=filing.person,
                staff_id=actor.staff_id,
                unit_id=actor.unit_id,
                window_id=actor.window_id,
                sealed=sealed,
                version=1,
                created_at=now,
                changed_at=now,
            )
    except IntegrityError:
        raise Refusal("applications.draft_moved") from None
    return 1


def _why(draft: UUID) -> str:
    past = Draft.objects.filter(id=draft, submitted_as__isnull=False).exists()
    return "applications.draft_submitted" if past else "applications.draft_moved"


def _load(key: UUID) -> Draft | None:
    return Draft.objects.filter(id=key).first()


def _allows(actor: Actor, draft: Draft, _need: str) -> bool:
    """Whoever began it, and whoever sits at the windows of the same unit: a visit may change hands."""
    return draft.staff_id == actor.staff_id or draft.unit_id == actor.unit_id


def kept(draft: Draft) -> Kept:
    """The draft with its content opened."""
    filing = json.decode(draft.sealed, type=Filing)
    return Kept(draft.id, draft.version, filing, draft.changed_at, draft.submitted_as)


DRAFT = Gate[UUID, Draft, str]("draft", _load, _allows)


def _narrow(actor: Actor, rows: "QuerySet[Draft]", _need: str) -> "QuerySet[Draft]":
    return rows.filter(unit_id=actor.unit_id)


DRAFTS = Sluice["QuerySet[Draft]", str]("drafts", _narrow)

"""Verb: ask for a signature and take it. What is shown is what is signed: the signature is bound to the SM3 of the content
that the citizen saw, and to nothing else.
"""

from datetime import datetime

from django.db import transaction
from msgspec.structs import replace

from yichuang.applications.draft import Kept, save_draft
from yichuang.applications.filing import Filing
from yichuang.applications.submit import Visit
from yichuang.evidence.signature import store_signature
from yichuang.kernel.errors import Refusal
from yichuang.kernel.live import announce
from yichuang.organisation.actor import Actor
from yichuang.people.queries import passed_check
from yichuang.surfaces.desk.models import Signing
from yichuang.surfaces.desk.shown import digest


def topic(window: int | None) -> str:
    """Where the counter's screen and the desk of a window hear of each other."""
    return f"desk.window.{window or 0}"


def ask(actor: Actor, kept: Kept, visit: Visit, now: datetime) -> str:
    """Put the content of the draft on the counter's screen; its fingerprint.

    Refusal("desk.identify_again") when whoever signs was not identified lately: nobody signs for nothing.
    """
    _check_of(kept, visit, now)
    content = digest(visit)
    fresh = {"content_sm3": content, "asked_at": now, "window_id": actor.window_id, "objected_at": None}
    fresh |= {"signature_sm3": "", "signed_at": None}
    with transaction.atomic():
        Signing.objects.update_or_create(draft=kept.id, defaults=fresh)
        announce(topic(actor.window_id), draft=str(kept.id))
    return content


def sign(actor: Actor, kept: Kept, visit: Visit, data_url: str, content: str, now: datetime) -> Kept:
    """Keep the drawn signature under the draft; the draft as it stands then.

    Refusal("desk.shown_has_changed") when the draft no longer says what was shown, ("desk.identify_again") when whoever
    signs was not identified lately; ``evidence.signature_*``.
    """
    if content != digest(visit):
        raise Refusal("desk.shown_has_changed")
    check = _check_of(kept, visit, now)
    stored = store_signature(data_url, by=actor.staff_id, now=now, check=check)
    filing = replace(kept.filing, signature=stored.sm3)
    fresh = {
        "content_sm3": content, "signature_sm3": stored.sm3, "signed_at": now, "objected_at": None,
        "window_id": actor.window_id,
    }  # fmt: skip
    with transaction.atomic():
        version = save_draft(actor, kept.id, filing, version=kept.version, now=now)
        Signing.objects.update_or_create(draft=kept.id, defaults=fresh, create_defaults={**fresh, "asked_at": now})
        announce(topic(actor.window_id), draft=str(kept.id))
    return Kept(kept.id, version, filing, now)


def signer(filing: Filing) -> tuple[str, int]:
    """Who signs: in which part, and their person id. Whoever acts for the applicant signs in their stead."""
    parts = (("agent", filing.agent), ("guardian", filing.guardian))
    return next(((part, person) for part, person in parts if person is not None), ("applicant", filing.person))


def _check_of(kept: Kept, visit: Visit, now: datetime) -> int:
    _part, signs = signer(kept.filing)
    check = passed_check(signs, now - visit.facts.rules.check_holds, now)
    if check is None:
        raise Refusal("desk.identify_again")
    return check


def object_to(actor: Actor, kept: Kept, now: datetime) -> None:
    """The citizen says that the content is not right; the desk hears it."""
    with transaction.atomic():
        Signing.objects.filter(draft=kept.id).update(objected_at=now)
        announce(topic(actor.window_id), draft=str(kept.id))


def standing(signing: Signing | None, kept: Kept, visit: Visit) -> str:
    """The signature's digest while it stands; empty when none was given or the content has changed since."""
    if signing is None or not kept.filing.signature:
        return ""
    stands = signing.signature_sm3 == kept.filing.signature and signing.content_sm3 == digest(visit)
    return kept.filing.signature if stands else ""


def require_standing(signing: Signing | None, kept: Kept, visit: Visit) -> None:
    """Refusal("desk.signed_other_content") when a signature was given to something else than the draft says now."""
    if kept.filing.signature and not standing(signing, kept, visit):
        raise Refusal("desk.signed_other_content")

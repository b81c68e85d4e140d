"""Visits that were begun and not yet filed: they lie on the desks when the demo opens."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.applications.draft import save_draft
from yichuang.applications.filing import Choice, Filing
from yichuang.demo.bureau import acting
from yichuang.demo.town import Town
from yichuang.organisation.models import Staff

BEGUN = (
    ("990801", "expired", ("hz-id-renew",), 25),
    ("990802", "refused", ("crj-passport-renew",), 70),
    ("990806", "hongkong", ("hz-booklet-reissue", "hz-id-loss", "hz-cancel-hkmo"), 130),
)
"""Clerk, person of the stories, items, minutes ago."""


def leave_drafts(town: Town, staff: Mapping[str, Staff], now: datetime) -> None:
    """Leave a few drafts on the desks."""
    for place, (badge, key, items, minutes) in enumerate(BEGUN, 1):
        filing = Filing(town.client(key).person, tuple(Choice(code) for code in items))
        begun = now - timedelta(minutes=minutes)
        save_draft(acting(staff[badge], now), UUID(int=990785 * 1000 + place), filing, version=0, now=begun)

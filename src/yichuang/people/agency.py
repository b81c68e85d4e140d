"""Whether a mandate lets an agent act for an item on a day. Pure. Source: Civil Code arts. 161-173."""

from datetime import date

from msgspec import Struct

from yichuang.kernel.errors import Refusal


class MandateFacts(Struct, frozen=True):
    """A mandate (授权委托)."""

    items: frozenset[str]
    since: date
    expires_on: date
    """Its last good day."""
    revoked_on: date | None = None


def check_mandate(mandate: MandateFacts | None, item: str, on: date) -> Refusal | None:
    """Return why the mandate does not let its agent file ``item`` on that day, or None."""
    if mandate is None:
        return Refusal("people.no_mandate")
    if mandate.revoked_on is not None and mandate.revoked_on <= on:
        return Refusal("people.mandate_revoked", revoked_on=mandate.revoked_on)
    if not mandate.since <= on <= mandate.expires_on:
        return Refusal("people.mandate_not_in_force", since=mandate.since, expires_on=mandate.expires_on)
    if item not in mandate.items:
        return Refusal("people.mandate_item", item=item)
    return None

"""The demo world's way in: its accounts with their codes of this moment.

Answers in demo mode only, and then only of an invented bureau: what a server was started with says nothing of whose
database it serves, but no bureau of the country stands in a region beginning with 99 (GB/T 2260 assigns none).
"""

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Struct

from yichuang.kernel.vocabulary import label
from yichuang.organisation.models import Staff, Unit

PASSWORD = "yichuang-2026"  # noqa: S105 (the invented staff's, shown on the demo's sign-in page)
INVENTED = "99"
"""How the region codes of invented places begin."""


class DemoAccount(Struct, frozen=True):
    """An invented member of staff and how to sign in as them now."""

    badge: str
    name: str
    unit: str
    roles: str
    """In words."""
    code: str
    """The one-time code of this half minute."""


def invented() -> bool:
    """Whether there is a bureau and the top of its tree lies in an invented place (one query).

    Below it somebody who plays may have added whatever they like.
    """
    tops = list(Unit.objects.filter(parent=None).values_list("region", flat=True))
    return bool(tops) and all(region.startswith(INVENTED) for region in tops)


def _shows() -> bool:
    return bool(settings.DEMO) and invented()


def demo_codes() -> list[DemoAccount]:
    """Return the demo's accounts in badge order with their codes of this moment; nothing of people who may exist.

    Three queries.
    """
    if not _shows():
        return []
    secrets = _secrets()
    chinese = (get_language() or "zh").startswith("zh")
    staff = Staff.objects.filter(active=True, account_id__in=secrets).select_related("unit").order_by("badge")
    return [
        DemoAccount(
            badge=member.badge,
            name=member.name,
            unit=member.unit.name_zh if chinese else member.unit.name_en,
            roles=("、" if chinese else ", ").join(label("role", role) for role in member.roles),
            code=_code(secrets[member.account_id]),
        )
        for member in staff
    ]


def demo_code(account_id: int) -> str:
    """Return one account's code of this moment; the empty text outside the demo or without a device."""
    secret = _secrets(account_id).get(account_id) if _shows() else None
    return _code(secret) if secret else ""


def _secrets(*accounts: int) -> dict[int, str]:
    found = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    if accounts:
        found = found.filter(user__in=accounts)
    return {device.user_id: decrypt(device.data["secret"]) for device in found}


def _code(secret: str) -> str:
    # The device's clock is the real one, whatever moment the demo world lives in.
    return str(format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD)))

"""The second step of signing in: a one-time code (TOTP). No session counts without it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction
from django.http import HttpRequest

from yichuang.kernel.fields import ring
from yichuang.organisation.models import Account


def step_missing(request: HttpRequest) -> str | None:
    """Return the name of the page a signed-in account must pass first: setting up its code, entering it, or choosing a
    password in place of the first one.
    """
    records = get_authentication_records(request, request.user)
    if any(r["method"] == "mfa" and r.get("type") == Authenticator.Type.TOTP for r in records):
        return "account_change_password" if getattr(request.user, "first_password", False) else None
    bound = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if bound else "mfa_activate_totp"


def bind_codes(secrets: Mapping[int, str], now: datetime) -> None:
    """Bind a code device to each account id by its base-32 secret; stored encrypted, in one statement."""
    Authenticator.objects.bulk_create(
        Authenticator(
            user_id=account_id,
            type=Authenticator.Type.TOTP,
            data={"secret": encrypt(secret)},
            created_at=now,
        )
        for account_id, secret in secrets.items()
    )


def unbind_code(account: Account) -> None:
    """Forget an account's lost code device; its holder must set up a new one at the next sign-in."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()


@transaction.atomic
def reseal_codes() -> int:
    """Bring the secrets of devices that are under an older key under the one that encrypts now; how many there were.

    The library keeps the secret inside JSON, where the rotation of columns does not look.
    """
    devices = Authenticator.objects.select_for_update().filter(type=Authenticator.Type.TOTP)
    older = [device for device in devices if not ring().is_current(device.data["secret"])]
    for device in older:
        device.data = {**device.data, "secret": encrypt(decrypt(device.data["secret"]))}
    Authenticator.objects.bulk_update(older, ["data"], batch_size=500)
    return len(older)


def keys_of_codes() -> Counter[str]:
    """How many devices' secrets are under which key id."""
    kept = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("data", flat=True)
    return Counter(str(data["secret"]).partition(".")[0] for data in kept)

"""Keeps the sign-in log: who signed in, failed to (by password or by code), and left, from which address."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from yichuang.kernel.moment import now
from yichuang.organisation.models import Account, SignInLog
from yichuang.organisation.terms import SignInEvent

LONGEST_NAME = 20
LONGEST_BROWSER = 200


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Account, **_rest: object) -> None:
    _write(SignInEvent.SIGNED_IN, request, user, user.username)


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: Account | None, **_rest: object) -> None:
    if user is not None:
        _write(SignInEvent.SIGNED_OUT, request, user, user.username)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: object) -> None:
    if request is not None:  # without a request it is a program that asks, not a person at the door
        name = str(credentials.get("username", "")).replace("\x00", "")[:LONGEST_NAME].lower()
        _write(SignInEvent.FAILED, request, Account.objects.filter(username=name).first(), name)


@receiver(authentication_failed)
def _failed_code(request: HttpRequest, user: Account, **_rest: object) -> None:
    _write(SignInEvent.FAILED_CODE, request, user, user.username)


@receiver(password_changed)
def _chosen(user: Account, **_rest: object) -> None:
    """The holder has chosen a password: the first one is done with."""
    Account.objects.filter(pk=user.pk, first_password=True).update(first_password=False)


def _write(event: SignInEvent, request: HttpRequest, account: Account | None, name: str) -> None:
    SignInLog.objects.create(
        event=event,
        at=now(),
        account=account,
        name=name,
        address=_address(request),
        browser=request.META.get("HTTP_USER_AGENT", "")[:LONGEST_BROWSER],
    )


def _address(request: HttpRequest) -> str | None:
    """Where the request came from; behind proxies as many as the settings trust."""
    if "REMOTE_ADDR" not in request.META:
        return None
    return str(get_adapter().get_client_ip(request)) or None

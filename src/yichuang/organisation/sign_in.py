"""How django-allauth signs staff in here: no sign-up, badge and password, then a one-time code."""

from time import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.fields import decrypt, encrypt
from yichuang.organisation.models import Account


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # the library ships no types
    """Accounts are made by the verb ``hire``; nobody signs up, no e-mail is sent."""

    error_messages = {  # noqa: RUF012 (the library's own shape)
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("警号或密码不正确。请核对后重试；忘记密码请找本单位管理员重置。"),
        "too_many_login_attempts": _("登录失败次数过多，已暂停登录。请5分钟后再试，或找本单位管理员重置密码。"),
        "account_inactive": _("账号已停用。请联系本单位管理员。"),
        "incorrect_password": _("密码不正确。请重新输入。"),
        "incorrect_code": _("动态口令不正确或已用过。请等手机上出现新的6位数字后再输入。"),
        "rate_limited": _("操作过于频繁。请稍等片刻再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the library's signature)
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count under the key of the account's wrong codes, so that both together meet one limit."""
        name = str(credentials.get("username", "")).replace("\x00", "").lower()
        account = Account.objects.filter(username=name).values_list("pk", flat=True).first()
        return (
            f"mfa-auth-user-{account}"
            if account
            else str(super()._get_login_attempts_cache_key(request, **credentials))
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """A password given at sign-in minutes ago counts: a newcomer sets up the code without typing it twice."""
        request = context.request
        fresh = time() - REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(request, request.user)
        if any(r["method"] == "password" and r["at"] > fresh for r in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class CodeDevices(DefaultMFAAdapter):  # type: ignore[misc] # the library ships no types
    """One-time codes: secrets are encrypted at rest, and nobody drops the second factor alone."""

    error_messages = {  # noqa: RUF012 (the library's own shape)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": StaffAccounts.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("动态口令不能自行停用。更换手机请找本单位管理员解除绑定。"),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:  # noqa: ARG002 (the library's signature)
        return False

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

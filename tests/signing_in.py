"""Sign an account in to a test client as if password and one-time code had both been given."""

from time import time

from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from yichuang.organisation.models import Account


def sign_in(client: Client, account: Account) -> None:
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time()}]
    session["account_authentication_methods_user"] = user_id_to_str(account)
    session.save()

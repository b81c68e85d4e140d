"""What the sign-in pages show in demo mode."""

from django import template

from yichuang.organisation import demo_codes
from yichuang.organisation.models import Account

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[demo_codes.DemoAccount]:
    """``{% demo_accounts as accounts %}``: empty outside demo mode."""
    return demo_codes.demo_codes()


@register.simple_tag
def demo_code(account: Account) -> str:
    """``{% demo_code account as code %}``: empty outside demo mode."""
    return demo_codes.demo_code(account.pk)


@register.simple_tag
def demo_password() -> str:
    """The invented staff's password, for the demo's sign-in page."""
    return demo_codes.PASSWORD

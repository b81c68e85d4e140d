"""First passwords: made up by the house, told once, to be changed at the first sign-in."""

import secrets

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is mistaken for something else when it is read aloud or copied by hand."""
GROUPS = 4
GROUP = 4


def made_password() -> str:
    """A password of 79 random bits in four groups: ``k7mp-2xwq-9dhr-4tbn``."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))

"""Closed lists of the catalogue that stand beside the definition's own."""

from enum import StrEnum


class ResultKind(StrEnum):
    """结果类型, C0109: 1 证照, 2 批文, 3 其他, 4 无."""

    CERTIFICATE = "certificate"
    APPROVAL = "approval"
    OTHER = "other"


class Risk(StrEnum):
    """What makes a case of an item worth a second look (风险点): next-day review and audit pick by it."""

    IDENTITY = "identity"
    """Gives somebody an identity or changes one: entry, name, birth date, number."""
    TRAVEL = "travel"
    """Lets somebody leave or enter the country."""
    FORGERY = "forgery"
    """Rests on paper that is known to be forged."""
    PROXY = "proxy"
    """May be filed in another's name."""
    DANGER = "danger"
    """Weapons, explosives, crowds, drugs: what a mistake may cost lives."""
    MONEY = "money"
    """Pays out or waives money."""

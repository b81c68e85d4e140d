"""What of a sensitive value may stand on a screen (law 7 of the house)."""

STAR = "*"
SHORTEST_PHONE = 11


def mask_number(text: str, head: int = 3, tail: int = 4) -> str:
    """``text`` with all but its first ``head`` and last ``tail`` characters starred.

    A short value would give itself away by what is left, so at least half of it is always hidden.
    """
    hidden = len(text) - head - tail
    if hidden * 2 < len(text):
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]


def mask_citizen_id(number: str) -> str:
    """``440***********1234``: the province and county's first digit, and the last four."""
    return mask_number(number)


def mask_phone(number: str) -> str:
    """``138****1234``. A number too short to be masked that way is starred whole."""
    if len(number) < SHORTEST_PHONE:
        return STAR * len(number)
    return number[:3] + STAR * (len(number) - 7) + number[-4:]


def mask_name(name: str) -> str:
    """The first character of each word stays: ``张**``, ``J*** S****``."""
    return " ".join(word[:1] + STAR * max(len(word) - 1, 1) for word in name.split())

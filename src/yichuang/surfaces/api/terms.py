"""The closed lists of the API. Their words are in ``labels.yaml``."""

from enum import StrEnum


class Scope(StrEnum):
    """What a token may be used for; its owner's own grants and roles still decide what it reaches."""

    READ = "read"
    """Look things up, make plans."""
    FILE = "file"
    """Identify people, store files, submit applications."""
    WORK = "work"
    """Act on cases, hand results over."""

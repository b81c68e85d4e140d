"""The closed lists of the room. Their words are in ``labels.yaml``."""

from enum import StrEnum


class Cargo(StrEnum):
    """What travels between units."""

    PAPERS = "papers"
    """The originals and copies that were taken in with an application."""
    RESULT = "result"
    """The certificate that an office has produced, on its way to the window that hands it out."""

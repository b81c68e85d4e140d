"""Command line of the faces."""

from yichuang.surfaces.api.commands import COMMANDS

__all__ = ["COMMANDS"]

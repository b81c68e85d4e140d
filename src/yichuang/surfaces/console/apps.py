"""The console as a Django app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console."""

    name = "yichuang.surfaces.console"
    label = "console"

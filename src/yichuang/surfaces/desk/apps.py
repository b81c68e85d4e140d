"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The window's face."""

    name = "yichuang.surfaces.desk"
    label = "desk"

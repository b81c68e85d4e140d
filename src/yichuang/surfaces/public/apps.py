"""The public face as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public face."""

    name = "yichuang.surfaces.public"
    label = "public"

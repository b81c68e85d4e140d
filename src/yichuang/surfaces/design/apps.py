"""The design system as a Django app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "yichuang.surfaces.design"
    label = "design"

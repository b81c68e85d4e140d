"""The office as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yichuang.surfaces.office"
    label = "office"

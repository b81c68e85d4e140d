"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The organisation."""

    name = "yichuang.organisation"

    def ready(self) -> None:
        """Keep the sign-in log."""
        from yichuang.organisation import sign_in_log  # noqa: F401, PLC0415 - connects itself; apps must be loaded first

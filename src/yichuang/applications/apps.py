"""The room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ApplicationsConfig(AppConfig):
    """Applications (申请)."""

    name = "yichuang.applications"

    def ready(self) -> None:
        """Create the room's SQL functions after each migration; subscribe to what happens to cases; keep files; count uses;
        compare the record with its rows.
        """
        from yichuang.applications import compare, file_keeper, uses  # noqa: F401, PLC0415 - register themselves
        from yichuang.applications.tasks import subscribe_jobs  # noqa: PLC0415 - apps must be loaded first
        from yichuang.kernel.functions import create_functions  # noqa: PLC0415 - apps must be loaded first

        post_migrate.connect(create_functions, sender=self)
        subscribe_jobs()

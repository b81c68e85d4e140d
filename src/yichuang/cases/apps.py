"""The room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    """Cases (办件)."""

    name = "yichuang.cases"

    def ready(self) -> None:
        """Create the room's SQL functions after each migration; subscribe the room's jobs; compare the record with its rows."""
        from yichuang.cases import compare  # noqa: F401, PLC0415 - registers itself
        from yichuang.cases.tasks import subscribe_jobs  # noqa: PLC0415 - apps must be loaded first
        from yichuang.kernel.functions import create_functions  # noqa: PLC0415 - apps must be loaded first

        post_migrate.connect(create_functions, sender=self)
        subscribe_jobs()

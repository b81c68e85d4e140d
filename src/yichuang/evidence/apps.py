"""The room as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EvidenceConfig(AppConfig):
    """Evidence (材料与证明)."""

    name = "yichuang.evidence"

    def ready(self) -> None:
        """Create the room's SQL functions after each migration."""
        from yichuang.kernel.functions import create_functions  # noqa: PLC0415 - apps must be loaded first

        post_migrate.connect(create_functions, sender=self)

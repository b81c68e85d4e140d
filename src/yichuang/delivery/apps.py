"""The room as a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Delivery (出件与流转)."""

    name = "yichuang.delivery"

    def ready(self) -> None:
        """Let the verification of the record know of this room's papers."""
        from yichuang.delivery import compare  # noqa: F401, PLC0415 - registers itself

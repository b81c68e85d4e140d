"""The project's WSGI application with the bench's addresses."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")

from django.conf import settings

settings.ROOT_URLCONF = "bench.urls"

from yichuang.wsgi import application  # noqa: E402 - the addresses must be set first

__all__ = ["application"]

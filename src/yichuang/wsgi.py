"""The WSGI application that granian serves, ready for its first request before it takes any."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from yichuang.kernel.prepare import prepare_types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
application = get_wsgi_application()
get_resolver().check()
prepare_types()

from yichuang.catalogue.loader import catalogue  # noqa: E402 - needs the apps
from yichuang.catalogue.search.warm import warm  # noqa: E402

catalogue()
Thread(target=warm, daemon=True).start()

"""The WSGI application that granian serves, ready for its first request before it takes any."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from yichuang.catalogue.loader import catalogue
from yichuang.kernel.prepare import prepare_types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
application = get_wsgi_application()
get_resolver().check()
prepare_types()
catalogue()

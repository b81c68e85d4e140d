"""Addresses of the API."""

from django.urls import URLPattern, include, path, re_path

from yichuang.surfaces.api import views
from yichuang.surfaces.api.door import told_of_method
from yichuang.surfaces.api.service import service

app_name = "api"

_operations = [each for each in service.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
for _each in _operations:
    _each.callback = told_of_method(_each.callback)

urlpatterns = [
    path("v1/", views.page, name="root"),
    path("v1/docs", views.page, name="docs"),
    path("v1/openapi.json", views.description, name="openapi"),
    path("v1/", include(_operations)),
    re_path(r"", views.nowhere, name="nowhere"),
]

"""Addresses for the tests of the design: the living page and Django's language switch, nothing else."""

from django.urls import include, path

urlpatterns = [
    path("design/", include("yichuang.surfaces.design.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]

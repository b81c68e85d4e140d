"""Where each face answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("yichuang.organisation.urls")),
    path("design/", include("yichuang.surfaces.design.urls")),
]

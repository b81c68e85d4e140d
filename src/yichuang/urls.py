"""Where each face answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("yichuang.organisation.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("design/", include("yichuang.surfaces.design.urls")),
    path("api/", include("yichuang.surfaces.api.urls")),
    path("office/", include("yichuang.surfaces.office.urls")),
]

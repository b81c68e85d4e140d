"""Where each face answers."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yichuang.surfaces.public.urls")),
    path("accounts/", include("yichuang.organisation.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("design/", include("yichuang.surfaces.design.urls")),
    path("desk/", include("yichuang.surfaces.desk.urls")),
    path("api/", include("yichuang.surfaces.api.urls")),
    path("office/", include("yichuang.surfaces.office.urls")),
    path("console/", include("yichuang.surfaces.console.urls")),
]

"""Addresses of the public face."""

from django.urls import path

from yichuang.surfaces.public import guides, search, views

app_name = "public"
urlpatterns = [
    path("", views.start, name="start"),
    path("guides/", guides.contents, name="guides"),
    path("guides/<str:code>/", guides.item, name="guide"),
    path("search/", search.search, name="search"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>", views.paper, name="paper"),  # as the QR code on a paper has it
    path("verify/<str:code>/", views.paper),
]

"""Addresses of the living page."""

from django.urls import path

from yichuang.surfaces.design import views

app_name = "design"
urlpatterns = [
    path("", views.page, name="page"),
    path("screens/<slug:name>/", views.screen, name="screen"),
]

"""Addresses of the office."""

from django.urls import path

from yichuang.surfaces.office.views import batch, case, index, orders, unsent

app_name = "office"
urlpatterns = [
    path("", index.index, name="index"),
    path("counts/", index.counts, name="counts"),
    path("unsent/", unsent.unsent, name="unsent"),
    path("unsent/notices/<int:notice>/", unsent.notice, name="notice"),
    path("unsent/papers/<int:job>/", unsent.paper, name="paper"),
    path("batch/", batch.batch, name="batch"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/ask/<str:action>/", case.ask, name="ask"),
    path("cases/<str:number>/do/", orders.do, name="do"),
    path("cases/<str:number>/colleagues/", case.colleagues, name="colleagues"),
    path("cases/<str:number>/reveal/", case.reveal, name="reveal"),
    path("cases/<str:number>/files/<str:digest>/", case.file, name="file"),
]

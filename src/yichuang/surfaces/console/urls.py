"""Addresses of the console."""

from django.urls import path

from yichuang.surfaces.console.views import about, cases, changing, days, deed, pages, reading

app_name = "console"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("organisation/", pages.organisation, name="organisation"),
    path("organisation/<str:code>/", pages.organisation, name="unit"),
    path("staff/", pages.staff, name="staff"),
    path("staff/<str:badge>/", pages.member, name="member"),
    path("authority/", pages.authority, name="authority"),
    path("authority/<str:badge>/<str:line>/", pages.sheet, name="sheet"),
    path("calendar/", days.calendar, name="calendar"),
    path("calendar/<str:slug>/<int:number>/", days.year, name="year"),
    path("settings/", days.settings, name="settings"),
    path("cases/", cases.cases, name="cases"),
    path("cases/verification/", cases.runs, name="verification"),
    path("cases/verification/ask/", cases.verify, name="verify"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("items/", reading.catalogue, name="catalogue"),
    path("items/<str:code>/", reading.item, name="item"),
    path("items/<str:code>/compare/", about.compare, name="compare"),
    path("items/<str:code>/layers/", about.layers, name="layers"),
    path("items/<str:code>/uses/", about.uses, name="uses"),
    path("items/<str:code>/correct/", about.correct_words, name="correct"),
    path("items/<str:code>/edit/", changing.begin_editing, name="begin"),
    path("changes/", changing.changes, name="changes"),
    path("changes/<int:change>/", changing.change_page, name="change"),
    path("changes/<int:change>/<str:item>/", changing.edit, name="edit"),
    path("changes/<int:change>/<str:item>/preview/", changing.preview, name="preview"),
    path("changes/<int:change>/<str:item>/<slug:section>/", changing.keep_section, name="keep"),
    path("audit/", reading.audit, name="audit"),
    path("audit/<str:name>/", reading.trail, name="trail"),
    path("do/<str:name>/<str:key>/", deed.deed, name="deed"),
    path("do/<str:name>/<str:key>/effect/", deed.preview, name="effect"),
]

"""Pages for the sign-in tests: the sign-in pages, one for any staff, one for administrators."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from yichuang.kernel.errors import Refusal
from yichuang.organisation.authority import current_actor, staff_required
from yichuang.organisation.terms import Role


@staff_required()
def work(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"at work: {current_actor(request).name}")


@staff_required(Role.ADMIN)
def console(request: HttpRequest) -> HttpResponse:
    return HttpResponse("console")


def program(request: HttpRequest) -> HttpResponse:
    try:
        return HttpResponse(current_actor(request).name)
    except Refusal as refusal:
        return HttpResponse(refusal.code, status=refusal.status)


urlpatterns = [
    path("accounts/", include("yichuang.organisation.urls")),
    path("work/", work),
    path("console/", console),
    path("api/", program),
]

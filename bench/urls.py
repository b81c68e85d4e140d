"""The project's own addresses, and one bare view beside them that only makes the SQL function call it is sent."""

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yichuang.kernel.asking import write
from yichuang.urls import urlpatterns as project


@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    """The floor: no rule, no sign-in, no answer but that it was written."""
    write("applications_append", request.body)
    return JsonResponse({"written": True})


urlpatterns = [path("bare/", bare), *project]

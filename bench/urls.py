"""The project's own addresses, and one bare view beside them that only makes the SQL function call it is sent."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yichuang.urls import urlpatterns as project


@csrf_exempt
def bare(request: HttpRequest) -> JsonResponse:
    """The floor: no rule, no sign-in, no answer but that it was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT applications_append(%s::jsonb)", [request.body.decode()])
    return JsonResponse({"written": True})


urlpatterns = [path("bare/", bare), *project]

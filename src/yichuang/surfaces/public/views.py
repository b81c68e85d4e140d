"""The start page and the verification of papers."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.kernel.errors import Refusal
from yichuang.licences.marks import grouped_code, read_code
from yichuang.licences.queries import verify as verified
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.public.faces import Face, faces_for
from yichuang.surfaces.public.pace import count_miss, too_fast


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Staff go on to the face of their work (``?choose`` lets them pick another); everyone else sees the entrance."""
    try:
        actor = current_actor(request)
    except Refusal as refusal:
        return _entrance(request, refusal)
    faces = [(face, address) for face in faces_for(actor) if (address := _address(face))]
    if len(faces) >= 1 and "choose" not in request.GET:
        return redirect(faces[0][1])
    return render(request, "public/start.html", {"faces": faces, "actor": actor})


def _entrance(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Signed out is the usual case; half signed in goes on with signing in; an account without staff is told so."""
    if refusal.code == "authority.second_factor":
        return redirect("mfa_index")
    shown = None if refusal.code == "authority.signed_out" else refusal
    return render(request, "public/start.html", {"refusal": shown})


def _address(face: Face) -> str:
    """Where a face begins; empty where this installation does not have it."""
    try:
        return reverse(face.route)
    except NoReverseMatch:
        return ""


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code; what was typed goes into the address, which is also what the QR code holds."""
    typed = request.GET.get("code", "").replace("\x00", "").strip()[:40]
    if not typed:
        return render(request, "public/verify.html", {"typed": ""})
    try:
        return redirect("public:paper", grouped_code(read_code(typed)))
    except Refusal as refusal:
        return render(request, "public/verify.html", {"typed": typed, "refusal": refusal}, status=refusal.status)


@never_cache
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """What anyone may know of the paper behind a code."""
    address = str(get_adapter().get_client_ip(request))
    if too_fast(address):
        return _refused(request, code, Refusal("public.too_fast"))
    try:
        found = verified(code)
    except Refusal as refusal:
        if refusal.code == "licences.code_unknown":
            count_miss(address)
        return _refused(request, code, refusal)
    response = render(request, "public/paper.html", {"paper": found, "code": grouped_code(read_code(code))})
    response["X-Robots-Tag"] = "noindex"
    return response


def _refused(request: HttpRequest, code: str, refusal: Refusal) -> HttpResponse:
    return render(request, "public/verify.html", {"typed": code[:40], "refusal": refusal}, status=refusal.status)

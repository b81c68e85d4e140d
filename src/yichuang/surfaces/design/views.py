"""The living page and four sample screens. No database: what is shown is invented and fixed."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from yichuang.kernel.moment import at
from yichuang.surfaces.design import sprite
from yichuang.surfaces.design.looks import looks
from yichuang.surfaces.design.samples import samples

SCALES = ("desk", "portal", "kiosk")
SCREENS = ("desk", "office", "citizen", "counter")
SCOPES = [
    {"scheme": scheme, "scale": scale, "name": f"specimen-{scheme}-{scale}"}
    for scheme in ("light", "dark")
    for scale in SCALES
]
TOKENS = (
    "paper", "surface", "sunken", "line", "line-strong", "edge", "ink", "muted",
    "primary", "primary-soft", "accent", "done", "soon", "overdue",
)  # fmt: skip
LANGUAGES = {"zh": "zh-hans", "zh-hans": "zh-hans", "en": "en"}


def shown(request: HttpRequest, template: str) -> HttpResponse:
    """``template`` in the language, scheme and scale that the address asks for (``?lang=en&scheme=dark&scale=kiosk&large``)."""
    asked = LANGUAGES.get(request.GET.get("lang", ""), translation.get_language() or "zh-hans")
    sample = samples("zh" if asked.startswith("zh") else "en")
    with translation.override(asked), at(sample["now"]):
        facts = {
            "sample": sample,
            "looks": looks(),
            "scheme": request.GET.get("scheme") if request.GET.get("scheme") in {"light", "dark"} else "",
            "scale": request.GET.get("scale") if request.GET.get("scale") in SCALES else "",
            "large": "large" in request.GET,
            "languages": settings.LANGUAGES,
            "scales": SCALES,
            "scopes": SCOPES,
            "tokens": TOKENS,
            "icons": sprite.names(),
            "screens": SCREENS,
        }
        return render(request, template, facts)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return shown(request, "design/page.html")


@require_safe
def screen(request: HttpRequest, name: str) -> HttpResponse:
    """A sample of a whole screen, to judge the components together."""
    if name not in SCREENS:
        raise Http404
    return shown(request, f"design/screen_{name}.html")

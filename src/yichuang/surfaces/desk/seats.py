"""The windows at which a clerk may sit down: open, of a hall of the own branch, with nobody there."""

from django.db.models import Exists, OuterRef
from msgspec import Struct

from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.models import Window, WindowShift
from yichuang.surfaces.story.names import chinese

MOST = 40


class Free(Struct, frozen=True):
    """A window to sit down at."""

    id: int
    number: int
    kind: str
    hall: str


def free(actor: Actor) -> tuple[Free, ...]:
    """What the clerk can choose from (one query); ``organisation.shift.sit_down`` judges anew when it is chosen."""
    parts = actor.unit_path.strip("/").split("/")
    above = ["/" + "/".join(parts[: end + 1]) + "/" for end in range(len(parts))]
    staffed = WindowShift.objects.filter(window=OuterRef("pk"), ended_at__isnull=True)
    windows = Window.objects.filter(~Exists(staffed), is_open=True).select_related("hall__unit")
    branch = windows.filter(hall__unit__path__in=above) | windows.filter(hall__unit__path__startswith=actor.unit_path)
    return tuple(_free(window) for window in branch.order_by("hall__code", "number")[:MOST])


def _free(window: Window) -> Free:
    hall = window.hall.name_zh if chinese() else window.hall.name_en
    return Free(window.pk, window.number, label("window_kind", window.kind), hall)

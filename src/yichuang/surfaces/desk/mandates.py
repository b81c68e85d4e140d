"""What the desk checks before the engine does: may this window take the item."""

from collections.abc import Collection

from yichuang.catalogue.definition import Item, Subject
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.surfaces.desk.finding import barred


def require_taken(actor: Actor, item: Item, lines: Collection[str], applies: Subject) -> None:
    """Refusal("desk.item_barred") for an item that this window does not take, ("desk.no_window") without a window."""
    if actor.window_id is None:
        raise Refusal("desk.no_window")
    why = barred(item, lines, applies)
    if why:
        raise Refusal(
            "desk.item_barred", item_zh=item.name.zh, item_en=item.name.en,
            reason_zh=label("desk_barred", why, "zh"), reason_en=label("desk_barred", why, "en"),
        )  # fmt: skip

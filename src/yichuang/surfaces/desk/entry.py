"""What a screen posts becomes a filing: the kept one with what was typed on top. Pure.

Who is served, what registers said and which file is whose never come from the form; they stand as they were kept.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from yichuang.applications.filing import Choice, Filing, Given
from yichuang.catalogue.definition import Item
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.desk.ways import BY_HAND, chosen

FIELD, ANSWER, MATERIAL = "f.", "a.", "m."
"""What the names of the form's controls begin with."""
CARDS = {"guardian": "id_card_guardian", "agent": "id_card_agent"}
"""What the card of each companion proves."""
KNOWN = "k."
"""What is only shown and never read from the form."""
LONGEST = 4000
"""Characters of one value; the form's own limits are shorter and say so beside the field."""
MOST_ITEMS = 12
LONGEST_URGENT = 200
MOST_DAYS = 3
"""Digits of a number of days."""


def entered(kept: Filing, posted: Mapping[str, str], items: Mapping[str, Item]) -> Filing:
    """``kept`` with everything that ``posted`` says. ``items`` are those of its choices, by code."""
    said = {name: value.strip()[:LONGEST] for name, value in posted.items()}
    return replace(
        kept,
        choices=tuple(_answered(choice, said, items[choice.item]) for choice in kept.choices),
        form=_form(kept.form, said),
        materials=_materials(kept.materials, said),
        make_up_days=_whole(said.get("make_up_days", ""), kept.make_up_days),
        urgent=said.get("urgent", kept.urgent)[:LONGEST_URGENT],
    )


def _answered(choice: Choice, said: Mapping[str, str], item: Item) -> Choice:
    keys = {situation.key for situation in item.situations}
    fresh = {key: said[ANSWER + key] for key in keys if ANSWER + key in said}
    return replace(choice, answers={key: value for key, value in {**choice.answers, **fresh}.items() if value})


def _form(kept: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """An emptied field is no entry: what the platform knows comes back into it."""
    fresh = {name.removeprefix(FIELD): value for name, value in said.items() if name.startswith(FIELD)}
    return {key: value for key, value in {**kept, **fresh}.items() if value}


def _materials(kept: Mapping[str, Given], said: Mapping[str, str]) -> dict[str, Given]:
    fresh = dict(kept)
    for name, value in said.items():
        key = name.removeprefix(MATERIAL)
        if name.startswith(MATERIAL) and value in {state.value for state in BY_HAND}:
            fresh[key] = chosen(kept.get(key), MaterialState(value))
    return fresh


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) <= MOST_DAYS else otherwise


def with_item(kept: Filing, item: Item, answers: Mapping[str, str]) -> Filing:
    """``kept`` with one more item, in the version that is in force now; ``answers`` are those of a removed one."""
    if any(choice.item == item.code for choice in kept.choices):
        raise Refusal("applications.chosen_twice", item_zh=item.name.zh, item_en=item.name.en)
    if len(kept.choices) >= MOST_ITEMS:
        raise Refusal("desk.too_many_items", most=MOST_ITEMS)
    return replace(kept, choices=(*kept.choices, Choice(item.code, dict(answers), item.version)))


def without_item(kept: Filing, code: str) -> Filing:
    """``kept`` without the item; what was typed for it stays, should it come back."""
    return replace(kept, choices=tuple(choice for choice in kept.choices if choice.item != code))


def with_companion(
    kept: Filing, role: str, person: int, told: Mapping[str, tuple[str, str]], card: Given | None
) -> Filing:
    """``kept`` with somebody beside the applicant, and what their ``card`` has told; it has to be signed anew."""
    others = {key: given for key, given in kept.materials.items() if key != CARDS[role]}
    materials = {**others, CARDS[role]: card} if card else others
    return replace(kept, **{role: person}, told={**kept.told, **told}, materials=materials, signature="")


def without_companions(kept: Filing, *roles: str) -> Filing:
    """``kept`` without the ``guardian`` or the ``agent``, their cards and what they had told; it has to be signed anew."""
    told = {path: each for path, each in kept.told.items() if path.partition(".")[0] not in roles}
    cards = {CARDS[role] for role in roles}
    materials = {key: given for key, given in kept.materials.items() if key not in cards}
    return replace(kept, told=told, materials=materials, signature="", **dict.fromkeys(roles))


def codes(filing: Filing) -> Iterable[str]:
    """The chosen items."""
    return (choice.item for choice in filing.choices)

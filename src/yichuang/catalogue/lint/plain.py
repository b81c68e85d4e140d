"""Rules of plain sense: what is written once, can be told apart, and stays within what there is. Pure.

Source: the second audit of the catalogue; C0109-2018 (one code for one item).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from yichuang.catalogue.definition import Item, Limit, Need, Unit
from yichuang.catalogue.lint.judging import Hit
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.situations import NOT_ASKED

KEY = re.compile(r"[a-z][a-z0-9_]*")
ONCE = (
    "channels",
    "subjects",
    "topics",
    "legal_basis",
    "depends_on",
    "successor_of",
    "risks",
    "checks",
    "unverified",
    "local",
    "free",
)
MOST: Mapping[Unit, int] = {Unit.WORKING_DAY: 500, Unit.CALENDAR_DAY: 730, Unit.HOUR: 720, Unit.ON_THE_SPOT: 0}
"""Two years: longer than any law gives an office."""
OLDEST, MOST_VISITS = 100, 9


def keys_plain(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Keys and values are plain words: they stand in addresses, conditions and file names."""
    for place in ("situations", "steps", "outputs", "rules"):
        for entry in getattr(item, place):
            if not KEY.fullmatch(entry.key):
                yield place, entry.key
    for situation in item.situations:
        for option in situation.options:
            if option.value != NOT_ASKED and not KEY.fullmatch(option.value):
                yield f"situations.{situation.key}", option.value


def options_told_apart(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Each answer can be given and read: it has a value of its own, and other words than the next in both languages."""
    for situation in item.situations:
        words = [
            *(option.label.zh for option in situation.options),
            *(f"en {option.label.en}" for option in situation.options),
        ]
        twins = [word for word, count in Counter(words).items() if count > 1]
        empty = [option.label.zh for option in situation.options if option.value == NOT_ASKED]
        yield from ((f"situations.{situation.key}", word) for word in (*twins, *empty))


def listed_once(item: Item, _: Catalogue) -> Iterator[Hit]:
    """A list names each thing once."""
    for name in ONCE:
        yield from ((name, str(each)) for each, count in Counter(getattr(item, name)).items() if count > 1)


def numbers_possible(item: Item, _: Catalogue) -> Iterator[Hit]:
    """No limit is longer than two years, nobody must be over a hundred, nobody comes ten times."""
    if item.min_age and item.min_age > OLDEST:
        yield "min_age", str(item.min_age)
    if item.visits > MOST_VISITS:
        yield "visits", str(item.visits)
    for place, limit in _limits(item):
        if limit and limit.amount > MOST[limit.unit]:
            yield place, f"{limit.amount} {limit.unit}"


def rule_has_source(item: Item, _: Catalogue) -> Iterator[Hit]:
    """Whoever is refused, reviewed or reminded can be told by which rule."""
    for rule in item.rules:
        if not rule.source.strip():
            yield f"rules.{rule.key}", rule.effect


def shared_has_source(item: Item, found: Catalogue) -> Iterator[Hit]:
    """What people need not bring is supplied by a register, or made by the system."""
    for material in item.materials:
        kind = found.evidence_types.get(material.evidence)
        supplied = kind is None or material.source or kind.register or kind.generated
        if material.need is Need.SHARED and not supplied:
            yield f"materials.{material.evidence}", material.need


def surrendered_is_document(item: Item, found: Catalogue) -> Iterator[Hit]:
    """What is handed in at pick-up is a document that the person has, nothing taken from the body or made here."""
    for output in item.outputs:
        kind = found.evidence_types.get(output.surrenders)
        if kind and (kind.biometric or kind.generated or kind.photo):
            yield f"outputs.{output.key}", output.surrenders


def codes_unique(item: Item, found: Catalogue) -> Iterator[Hit]:
    """A code of the state's lists belongs to one item."""
    for name in item.codes.__struct_fields__:
        code = getattr(item.codes, name)
        if code and (twin := _twin(item, f"{name} {code}", found)):
            yield f"codes.{name}", f"{code}: {twin}"


def names_unique(item: Item, found: Catalogue) -> Iterator[Hit]:
    """Two items have two names, or nobody can choose between them."""
    for name in (item.name.zh, item.name.en):
        if twin := _twin(item, f"name {name}", found):
            yield "name", f"{name}: {twin}"


def _twin(item: Item, called: str, found: Catalogue) -> str:
    """The first other item that is called so too, but for those that it came from or that came from it."""
    others = (found.items[code] for code in _bearers(found).get(called, ()) if code != item.code)
    apart = (each for each in others if item.code not in each.successor_of and each.code not in item.successor_of)
    return next((each.code for each in apart), "")


@lru_cache(maxsize=4)
def _bearers(found: Catalogue) -> Mapping[str, Sequence[str]]:
    """The items by each of their names and codes: looked up once for a list, which never changes."""
    bearers: dict[str, list[str]] = {}
    for item in found.items.values():
        codes = (f"{name} {getattr(item.codes, name)}" for name in item.codes.__struct_fields__)
        for called in {f"name {item.name.zh}", f"name {item.name.en}", *codes}:
            bearers.setdefault(called, []).append(item.code)
    return bearers


def _limits(item: Item) -> Iterator[tuple[str, Limit | None]]:
    for name in item.limits.__struct_fields__:
        value = getattr(item.limits, name)
        if isinstance(value, Limit):
            yield f"limits.{name}", value
    yield from (("limits.promised_when", each) for each in item.limits.promised_when)
    yield from ((f"steps.{step.key}", step.limit) for step in item.steps)

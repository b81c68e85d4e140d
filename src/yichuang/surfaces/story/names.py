"""The names behind the ids of a history: staff, units, cases. One query."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import get_language
from msgspec import Struct

from yichuang.cases.queries import Told
from yichuang.cases.state import CaseState
from yichuang.catalogue.definition import Item, Text
from yichuang.catalogue.loader import catalogue
from yichuang.kernel.vocabulary import label, labels

SEPARATOR = {"zh": "、", "en": ", "}
MATERIAL_LOOKS = {"to_follow": "follow"}
"""States of a material that the design calls otherwise."""
STAFF_FIELDS = ("staff", "to", "approved_by")
"""Fields of events that hold ids of staff (``to`` of a return holds a step instead)."""

_NAMES = """
    SELECT 'staff', id, name, name FROM organisation_staff WHERE id = ANY(%(staff)s)
    UNION ALL SELECT 'unit', id, name_zh, name_en FROM organisation_unit WHERE id = ANY(%(units)s)
    UNION ALL SELECT 'case', id, number, number FROM cases_case WHERE id = ANY(%(cases)s)
"""


class Names(Struct, frozen=True):
    """Names by kind and id; who is not there is called by the number."""

    known: Mapping[tuple[str, int], Text]

    def staff(self, one: int | None) -> str:
        """The name of a member of staff; the system itself for None."""
        return label("history_word", "system") if one is None else self._name("staff", one)

    def unit(self, one: int) -> str:
        """The name of a unit in the active language."""
        return self._name("unit", one)

    def case(self, one: int) -> str:
        """The number of a case."""
        return self._name("case", one)

    def _name(self, kind: str, one: int) -> str:
        found = self.known.get((kind, one))
        return said(found) if found else label("history_word", "unknown").format(id=one)


def said(text: Text) -> str:
    """A text in the active language."""
    return text.zh if chinese() else text.en


def chinese() -> bool:
    """Whether the active language is Chinese."""
    return (get_language() or "zh").startswith("zh")


def listed(words: Iterable[str]) -> str:
    """Several words as one enumeration."""
    return SEPARATOR["zh" if chinese() else "en"].join(words)


def party(recorded: str, item: Item, key: str) -> Text | None:
    """Who does the step ``key`` when it is not done in this house; None for a step of the house.

    The record holds the party's Chinese name as the item's version had it, or the level above all our units.
    """
    if not recorded:
        return None
    step = next((each for each in item.steps if each.key == key), None)
    if step and step.external and step.external.zh == recorded:
        return step.external
    if recorded in labels()["level"]:
        return Text(label("level", recorded, "zh"), label("level", recorded, "en"))
    return Text(recorded, recorded)


def outside(recorded: str, item: Item, key: str) -> str:
    """The same in the active language; empty for a step of the house."""
    found = party(recorded, item, key)
    return said(found) if found else ""


def evidence(key: str) -> str:
    """What a proof is called; its key where the catalogue does not know it any more."""
    known = catalogue().evidence_types.get(key)
    return said(known.name) if known else key


def material_look(key: str, state: str) -> str:
    """How the design calls the state of the material ``key``: what is taken from the body is captured, not seen."""
    known = catalogue().evidence_types.get(key)
    if known and known.biometric and state == "seen":
        return "captured"
    return MATERIAL_LOOKS.get(state, state)


def names_for(state: CaseState, told: Iterable[Told] = (), cases: Iterable[int] = ()) -> Names:
    """Every name that the case's route and history speak of. One query."""
    staff = {slot.staff for step in state.route for slot in step.slots if slot.staff}
    for each in told:
        staff |= _staff_of(each)
    wanted = {
        "staff": sorted(staff),
        "units": sorted({state.unit, *(step.unit for step in state.route), *_units_of(told)}),
        "cases": sorted({*state.waits_for, *state.failed_dependencies, *cases, *_cases_of(told)}),
    }
    return names(wanted)


def names(wanted: Mapping[str, list[int]]) -> Names:
    """The names of these ``staff``, ``units`` and ``cases``. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"staff": [], "units": [], "cases": [], **wanted})
        return Names({(kind, one): Text(zh, en) for kind, one, zh, en in cursor.fetchall()})


def _staff_of(told: Told) -> set[int]:
    found = {told.recorded.actor} if told.recorded.actor else set()
    for name in STAFF_FIELDS:
        value = getattr(told.event, name, None)
        found |= {one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, int)}
    return found


def _units_of(told: Iterable[Told]) -> set[int]:
    return {each.event.to_unit for each in told if hasattr(each.event, "to_unit")}


def _cases_of(told: Iterable[Told]) -> set[int]:
    return {each.event.case for each in told if hasattr(each.event, "case")}

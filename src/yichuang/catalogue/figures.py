"""The figures that bureaus are measured by, computed from definitions: 进驻率, 网办率, 免证率 and 四减. Pure.

Each stands beside its baseline, and says how many of its items rest on fields that are marked as unverified or local.
What each means is said where it is computed; docs/catalogue.md has the same in a table.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from yichuang.catalogue.definition import Channel, EvidenceType, Handling, Item, ItemKind, Material, Need
from yichuang.catalogue.lint.paths import outcome, walks
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.spans import usual_days

FULL_ROUTE = 5
"""受理、审核、决定、制证、送达: the steps of a power exercised in the ordinary way (standards 2.9 number 15)."""
BROUGHT = frozenset({Need.PRODUCED, Need.DEFERRABLE})


class Rate(Struct, frozen=True):
    """Some of all."""

    part: int
    whole: int
    open: int
    """How many of the whole rest on unverified or local data."""

    @property
    def percent(self) -> float:
        return round(100 * self.part / self.whole, 1) if self.whole else 0.0


class Cut(Struct, frozen=True):
    """Something that is less than it was: the sum of the baseline and the sum now, over the same items."""

    before: float
    now: float
    items: int
    open: int

    @property
    def percent(self) -> float:
        """By how much it is less."""
        return round(100 * (1 - self.now / self.before), 1) if self.before else 0.0


class Figures(Struct, frozen=True):
    """All figures of one list."""

    items: int
    stationed: Rate
    online: Rate
    no_visit: Rate
    paperless: Rate
    sometimes_paperless: Rate
    time: Cut
    materials: Cut
    steps: Cut
    trips: Cut


def figures(found: Catalogue, national: Catalogue, which: Callable[[Item], bool] = lambda _: True) -> Figures:
    """The figures of a layer's list; its steps are held against the national route of the same item."""
    items = [item for item in found.items.values() if which(item)]
    return Figures(
        items=len(items),
        stationed=_rate(items, lambda item: item.stationed, "stationed"),
        online=_rate(items, lambda item: Channel.ONLINE in item.channels, "channels"),
        no_visit=_rate(items, _wholly_online, "visits"),
        paperless=_rate(items, lambda item: not brought(item, found.evidence_types), "materials"),
        sometimes_paperless=_rate(items, lambda item: _spares_somebody(item, found.evidence_types), "materials"),
        time=_time(items),
        materials=_materials(items, found.evidence_types),
        steps=_steps(items, national.items),
        trips=_trips(items),
    )


def brought(item: Item, kinds: Mapping[str, EvidenceType]) -> frozenset[str]:
    """The papers that some person has to bring: neither taken on the spot, nor made by the system, nor shared, nor
    replaced by a declaration. An item without any is 免证办.
    """
    return frozenset(each.evidence for each in _papers(item, kinds) if each.need in BROUGHT)


def _spares_somebody(item: Item, kinds: Mapping[str, EvidenceType]) -> bool:
    """Whether some person in some situation has to bring nothing."""
    whens = [each.when for each in _papers(item, kinds) if each.need in BROUGHT]
    if not whens:
        return True
    return "" not in whens and any(
        all(outcome(when, facts, item) is False for when in whens) for facts in walks(item, whens)
    )


def baseline_steps(item: Item, national: Mapping[str, Item]) -> int:
    """The full route for what is a power, the national route where that is longer; for a service the national route."""
    own = len(national.get(item.code, item).steps)
    return own if item.kind is ItemKind.PUBLIC_SERVICE else max(own, FULL_ROUTE)


def baseline_trips(item: Item) -> int:
    """Once to file, and once more for a paper result that is not made while the person waits."""
    later = item.handling is not Handling.ON_THE_SPOT and any(output.paper for output in item.outputs)
    return 1 + later


def _time(items: Iterable[Item]) -> Cut:
    """减时间: promised against statutory, in ordinary calendar days, over the items whose law names a period.

    An item without a promise has cut nothing off: it is among the open ones and in neither sum.
    """
    bound = [item for item in items if item.limits.statutory]
    both = [(law, own) for each in bound if (law := each.limits.statutory) and (own := each.limits.promised)]
    before, now = (sum(usual_days(pair[place]) for pair in both) for place in (0, 1))
    return Cut(round(before, 1), round(now, 1), len(both), _open(bound, "limits"))


def _materials(items: list[Item], kinds: Mapping[str, EvidenceType]) -> Cut:
    """减材料: papers that must be brought against all that the list of the item names."""
    before = sum(len({each.evidence for each in _papers(item, kinds)}) for item in items)
    return Cut(before, sum(len(brought(item, kinds)) for item in items), len(items), _open(items, "materials"))


def _steps(items: list[Item], national: Mapping[str, Item]) -> Cut:
    """减环节."""
    before = sum(baseline_steps(item, national) for item in items)
    return Cut(before, sum(len(item.steps) for item in items), len(items), _open(items, "steps"))


def _trips(items: list[Item]) -> Cut:
    """减跑动."""
    before = sum(map(baseline_trips, items))
    return Cut(before, sum(item.visits for item in items), len(items), _open(items, "visits"))


def _papers(item: Item, kinds: Mapping[str, EvidenceType]) -> list[Material]:
    known = ((each, kinds.get(each.evidence)) for each in item.materials)
    return [each for each, kind in known if not (kind and (kind.biometric or kind.generated))]


def _wholly_online(item: Item) -> bool:
    return Channel.ONLINE in item.channels and item.visits == 0


def _rate(items: list[Item], counts: Callable[[Item], bool], field: str) -> Rate:
    return Rate(sum(map(counts, items)), len(items), _open(items, field))


def _open(items: Iterable[Item], field: str) -> int:
    return sum(any(mark.partition(".")[0] == field for mark in (*item.unverified, *item.local)) for item in items)

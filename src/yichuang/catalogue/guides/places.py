"""Where an item is taken (去哪里办): what each tier does for it, and which kinds of window. Pure."""

from collections.abc import Iterator

from yichuang.catalogue.definition import Channel, Item, Level
from yichuang.catalogue.guides.page import Fact
from yichuang.catalogue.guides.phrases import say, words
from yichuang.catalogue.tiers import Service, Tier, service, window_lines
from yichuang.catalogue.wording import listed, named
from yichuang.organisation.terms import WindowKind

NO_LINES = frozenset({WindowKind.SPECIALIST, WindowKind.HARD_CASES})
"""Kinds that tell nobody where to go: a specialist's is told by its line, and to the desk for hard cases one is sent."""


def places(item: Item) -> tuple[Fact, ...]:
    """Tier by tier, then the windows; one that no hall takes says whose window it is, one without a window nothing."""
    offers = {tier: service(item, tier) for tier in Tier}
    if set(offers.values()) == {Service.ELSEWHERE}:
        offers = {}
    return (
        *(Fact(tier.value, named("tier", tier), words().places[offer]) for tier, offer in offers.items()),
        *_windows(item),
    )


def _windows(item: Item) -> Iterator[Fact]:
    if Channel.WINDOW not in item.channels:
        return
    own = say("own_window", line=named("line", item.line))
    first = item.steps[0]
    if not item.stationed:
        whose = first.external or words().offices[first.level]
        alone = whose if first.level is Level.EXTERNAL else say("alone", office=whose, window=own)
        yield Fact("window", words().facts["window"], alone)
        return
    joint = [kind for kind, lines in window_lines().items() if item.line in lines and kind not in NO_LINES]
    yield Fact("window", words().facts["window"], listed([*(named("window_kind", kind) for kind in joint), own]))

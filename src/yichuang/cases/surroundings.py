"""Read: what surrounds a case where it lies: the working days and what the bureau there has set by itself."""

from datetime import datetime

from yichuang.cases.clock import Settings
from yichuang.cases.facts import Facts
from yichuang.kernel.localtime import local_date
from yichuang.kernel.queries import calendar
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import closings, local_rules
from yichuang.organisation.offices import office_book


def facts_in(region: str, now: datetime, actor: Actor | None = None) -> Facts:
    """The facts that ``actor``'s command in ``region`` is judged by. Costs nothing while the copies are fresh."""
    rules = local_rules(region, local_date(now))
    return Facts(now, calendar(region), actor, settings=Settings(closings(region)), rules=rules)


def facts_at(unit: int, now: datetime, actor: Actor | None = None) -> Facts:
    """The same for a case that lies with ``unit``."""
    return facts_in(office_book(unit).receiving.region, now, actor)

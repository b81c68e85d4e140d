"""Who brings an own entry of the dictionaries, and what one is, for the tests of its rules and of its way in."""

from datetime import datetime, timedelta

from tests.catalogue.builders import asking, element, proof
from yichuang.catalogue.definition import Level, Line
from yichuang.catalogue.loader import Catalogue
from yichuang.catalogue.own_entries import OwnEntries
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.actor import Actor, GrantFacts
from yichuang.organisation.terms import Act, Role

NOW = datetime(2026, 11, 20, 10, tzinfo=BUREAU_TIME)
LATER = NOW + timedelta(days=10)
ANN, BEN = (
    Actor(number, number, f"警官{number}", 1, "/1/", "county", None, (), frozenset({Role.ADMIN})) for number in (1, 2)
)
GRANT = GrantFacts(Line.HOUSEHOLD, Act.DECIDE, Level.COUNTY, "/1/", NOW.date(), LATER.date())
HEAD = Actor(3, 3, "警官3", 1, "/1/", Level.COUNTY, None, (GRANT,), frozenset({Role.MANAGER}))


BERTH, PERMIT = element(), proof(aliases=("停泊证",))
ASKING = asking()
OWN = OwnEntries({"yl_berth": BERTH}, {"yl_berth_permit": PERMIT})


def bringing(*items, own=OWN):
    """What a workbook brings: items, and the bureau's own entries alone."""
    return Catalogue(
        items={each.code: each for each in items}, elements=own.elements, evidence_types=own.evidence_types
    )

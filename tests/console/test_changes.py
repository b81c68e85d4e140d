"""Changes of the catalogue as lists and pages call them, whatever they bring."""

import pytest

from tests.catalogue.own_entry import OWN
from tests.console.conftest import Keepers
from tests.ground.world import TODAY
from yichuang.catalogue import queries
from yichuang.catalogue.changes.draft import begin_change
from yichuang.catalogue.changes.terms import ChangeKind
from yichuang.catalogue.models import CatalogueChange
from yichuang.catalogue.queries import item_version


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_all()
    yield
    queries.forget_all()


def begun(keepers: Keepers, kind: ChangeKind, *codes: str, **more) -> CatalogueChange:
    return begin_change(
        keepers.world.actor(Keepers.ADMIN), kind, [item_version(code) for code in codes], TODAY, **more
    ).change


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "泊位号"), ("en", "Berth number")])
def test_a_change_of_entries_alone_is_called_by_what_it_brings(keepers, language, name):
    change = begun(keepers, ChangeKind.IMPORT, entries=OWN)
    called = next(iter(OWN.elements.values())).name
    name = called.en if language == "en" else called.zh
    assert f">{name}" in keepers.see(Keepers.ADMIN, "changes/", language).content.decode()
    page = keepers.see(Keepers.ADMIN, f"changes/{change.pk}/", language).content.decode()
    assert name in page.partition("<h1>")[2].partition("</h1>")[0]
    assert "yl_berth_permit" in page
    asked = keepers.see(Keepers.ADMIN, f"do/submit_change/{change.pk}/", language).content.decode()
    assert name in asked


def test_a_change_of_many_items_names_some_and_counts_the_rest(keepers):
    codes = [item.code for item in queries.every_item()[:5]]
    change = begun(keepers, ChangeKind.EDIT, *codes)
    for path in ("changes/", f"changes/{change.pk}/", f"do/discard_change/{change.pk}/"):
        assert "等，另有 2 项" in keepers.see(Keepers.ADMIN, path).content.decode()

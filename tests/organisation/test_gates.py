"""A gate is the only way from an id to an object; absent and forbidden look the same, and every use leaves a trace."""

import pytest
from django.db.models import QuerySet

from tests.organisation.bureau import Bureau
from yichuang.kernel.errors import Refusal
from yichuang.organisation.authority import Gate, Sluice, opened_gates, oversees, watch_gates
from yichuang.organisation.models import Unit

UNIT = Gate[int | str, Unit, str](
    "unit",
    lambda key: Unit.objects.filter(pk=int(key)).first(),
    lambda actor, unit, need: oversees(actor, unit.path) and need == "read",
)


def narrowed(actor, rows: "QuerySet[Unit]", need: str) -> "QuerySet[Unit]":
    return rows.filter(path__startswith=actor.unit_path)


UNITS = Sluice["QuerySet[Unit]", str]("units", narrowed)


def test_a_gate_opens_for_who_may(bureau: Bureau):
    station = bureau.units["station-1"]
    assert UNIT.open(bureau.actor("100002"), station.pk, "read") == station
    assert UNIT.open(bureau.actor("100002"), str(station.pk), "read") == station


@pytest.mark.parametrize(
    ("key", "need"), [("city", "read"), ("county", "write"), (10**9, "read"), ("1; DROP", "read"), (10**30, "read")]
)
def test_absent_forbidden_and_malformed_look_the_same(bureau: Bureau, key, need):
    pk = bureau.units[key].pk if key in bureau.units else key
    with pytest.raises(Refusal) as refused:
        UNIT.open(bureau.actor("100002"), pk, need)
    assert (refused.value.code, refused.value.params, refused.value.status) == ("authority.not_found", {}, 404)


def test_a_sluice_lets_only_the_actors_own_rows_through(bureau: Bureau):
    seen = UNITS.open(bureau.actor("100003"), Unit.objects.order_by("code"), "list")
    assert [unit.code for unit in seen] == ["post-1", "station-1"]


def test_every_use_is_traced_also_a_refused_one(bureau: Bureau):
    actor = bureau.actor("100002")
    with watch_gates() as opened:
        UNIT.open(actor, bureau.units["county"].pk, "read")
        UNITS.open(actor, Unit.objects.all(), "export")
        with pytest.raises(Refusal):
            UNIT.open(actor, 10**9, "read")
    assert [(use.gate, use.need) for use in opened] == [("unit", "read"), ("units", "export"), ("unit", "read")]


def test_nothing_is_traced_when_nobody_watches(bureau: Bureau):
    UNIT.open(bureau.actor("100002"), bureau.units["county"].pk, "read")
    assert opened_gates.get() is None

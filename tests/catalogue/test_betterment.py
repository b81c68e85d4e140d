"""What a layer may do, proof by proof, held against what the desk does with it."""

import pytest
from msgspec import to_builtins

from tests.catalogue.builders import item, shelf
from tests.catalogue.test_layers import RICH, WORDS, met_by, overlay, verdicts
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.definition import Need
from yichuang.catalogue.layers import layered
from yichuang.kernel.errors import Refusal


@pytest.mark.parametrize("after", Need)
@pytest.mark.parametrize("before", Need)
def test_a_need_becomes_another_just_where_the_desk_takes_all_that_it_took_and_nothing_shared_is_brought(before, after):
    register = {"source": "ds-01"}
    base = item(materials=[{"evidence": "id_card", "need": before.value, **register}])
    found = verdicts({"materials": {"id_card": {"need": after.value, **register}}}, base)
    takes_all = met_by(after) >= met_by(before) and (before is not Need.SHARED or after is Need.SHARED)
    assert (Verdict.WORSE not in found.values()) is takes_all


def test_a_reminder_of_its_own_is_shown_and_not_proved():
    own = {"key": "n", "when": "", "effect": "warn", "message": WORDS, "source": "x"}
    assert verdicts({"rules": [*to_builtins(RICH)["rules"], own]}) == {"rules.n": Verdict.OWN}
    assert verdicts({"rules": [*to_builtins(RICH)["rules"], {**own, "effect": "review"}]}) == {"rules.n": Verdict.WORSE}


def test_a_promise_may_be_shorter_for_some_and_longer_for_nobody():
    known = {"amount": 3, "unit": "working_day", "when": "age > 60"}
    more = {"amount": 4, "unit": "working_day", "when": "agent"}
    base = item(limits={"promised": {"amount": 5, "unit": "working_day"}, "promised_when": [known]})

    def found(*lines):
        return verdicts({"limits": {"promised_when": list(lines)}}, base)["limits.promised_when"]

    assert found(known, more) is found(known, {**more, "amount": 5}) is Verdict.BETTER
    assert found({**known, "amount": 2}) is Verdict.BETTER
    assert found(known, {**more, "amount": 6}) is Verdict.WORSE
    assert found(more, known) is Verdict.WORSE, "it would take from who is over 60"
    assert found() is found({**known, "amount": 4}, more) is Verdict.WORSE


def test_a_promise_for_some_where_none_is_published_is_not_a_better_one():
    some = {"limits": {"promised_when": [{"amount": 3, "unit": "working_day", "when": "agent"}]}}
    assert verdicts(some, item(limits={})) == {"limits.promised_when": Verdict.WORSE}


def test_whom_no_line_of_the_fee_named_pays_nothing_and_no_line_may_come_to_name_them():
    line = {"amount": 10, "label": WORDS, "when": "age > 60"}
    base = item(fee={"rules": [line]})
    assert verdicts({"fee": {"rules": [{**line, "when": ""}]}}, base) == {"fee": Verdict.WORSE}
    assert verdicts({"fee": {"rules": [{**line, "amount": 9}]}}, base) == {"fee": Verdict.BETTER}


def test_an_on_the_spot_item_whose_promise_is_open_is_filled_with_days_and_binds_those_below():
    spot = {"limits": {"promised": {"amount": 0, "unit": "on_the_spot"}}, "handling": "on_the_spot"}
    days = {"limits": {"promised": {"amount": 7, "unit": "working_day"}}, "handling": "commitment"}
    base = item(**spot, unverified=["limits.promised"])
    assert set(verdicts(days, base).values()) == {Verdict.FILLED}
    assert verdicts({"handling": "commitment"}, item(**spot))["handling"] is Verdict.WORSE
    city = overlay(spot | {"limits": {"promised": {"amount": 0, "basis": "市局"}}}, key="c", level="city")
    with pytest.raises(Refusal):
        layered(shelf(base), [city, overlay(days, parent="c")])

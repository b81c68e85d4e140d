"""Whatever two items differ in, however deep: it is said, it is judged, and it can be taken back."""

from collections import defaultdict

from hypothesis import HealthCheck, given, settings
from msgspec import Struct
from msgspec.structs import fields

from tests.catalogue.filled import ONE, OTHER, mixed
from yichuang.catalogue.betterment import Verdict
from yichuang.catalogue.changes.difference import difference
from yichuang.catalogue.changes.undo import undone
from yichuang.catalogue.definition import PromisedWhen
from yichuang.catalogue.differences import PARTS
from yichuang.catalogue.proof import judged

UNHURRIED = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def found_in(value, seen):
    """Every structure in ``value``, by its kind."""
    if isinstance(value, Struct):
        seen[type(value)].append(value)
        for name in value.__struct_fields__:
            found_in(getattr(value, name), seen)
    elif isinstance(value, tuple):
        for each in value:
            found_in(each, seen)
    return seen


def test_the_two_items_have_something_in_each_field_and_more_than_one_line_of_each_list():
    seen = found_in(ONE, defaultdict(list))
    assert len(seen[PromisedWhen]) == 2
    for kind, entries in seen.items():
        for name in kind.__struct_fields__:
            assert any(getattr(each, name) not in ((), "", None) for each in entries), (kind, name)
    alike = {each.name for each in fields(ONE) if getattr(ONE, each.name) == getattr(OTHER, each.name)}
    assert alike == set()


@UNHURRIED
@given(mixed(), mixed())
def test_what_differs_is_said_and_judged_and_taken_back(one, other):
    said = difference(one, other)
    assert bool(said) == (one != other)
    assert all(each.sentence.zh and each.sentence.en for each in said)
    verdicts = {each.field.partition(".")[0] for each in judged(one, one, other, {})}
    assert verdicts >= {each.path.partition(".")[0] for each in said if each.path not in PARTS}  # an order binds nobody
    left, wanted = said, other
    for _ in range(2 * len(said) + 1):
        if left:
            wanted = undone(one, wanted, left[0].path)
            left = difference(one, wanted)
    assert wanted == one


@UNHURRIED
@given(mixed())
def test_what_is_only_worded_otherwise_is_editorial_and_nothing_else_is(other):
    said = difference(ONE, other)
    verdicts = {each.verdict for each in judged(ONE, ONE, other, {})}
    if said and all(each.editorial for each in said):
        assert verdicts == {Verdict.EDITORIAL}
    if verdicts == {Verdict.EDITORIAL}:
        assert all(each.editorial for each in said)

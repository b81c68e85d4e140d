"""The form of an item: every field is asked, and what is drawn and sent back untouched is the item again."""

import re
from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, convert, to_builtins
from msgspec.inspect import StructType, VarTupleType, type_info
from msgspec.structs import replace

from tests.catalogue.builders import item
from yichuang.catalogue.changes.difference import difference
from yichuang.catalogue.definition import Effect, Item, Need, Text, Unit
from yichuang.catalogue.lint import RULES, LintFinding, lint_rules
from yichuang.catalogue.loader import national
from yichuang.kernel.errors import Refusal
from yichuang.surfaces.console.editing.beside import differences, findings, mend_of, remarks
from yichuang.surfaces.console.editing.drawing import Drawn, Sheet
from yichuang.surfaces.console.editing.keeping import with_values
from yichuang.surfaces.console.editing.layout import layout, section_of
from yichuang.surfaces.console.editing.moves import BLANKS, Press, moved
from yichuang.surfaces.console.editing.reading import read
from yichuang.surfaces.console.editing.sources import options
from yichuang.surfaces.console.words import sides_of
from yichuang.surfaces.story.names import said

CODES = st.sampled_from(sorted(national().items))


@pytest.fixture(autouse=True)
def _others(monkeypatch):
    """The items in force are those of the files: no database."""
    monkeypatch.setattr(
        "yichuang.surfaces.console.editing.sources.every_item", lambda: tuple(national().items.values())
    )


def of(code):
    return national().items[code]


def patterns(kind: type[Struct] = Item, under: str = "") -> Iterator[str]:
    """Every field of a definition, however deep, as ``form.yaml`` calls it."""
    for field in type_info(kind).fields:
        place = f"{under}{field.encode_name}"
        options = getattr(field.type, "types", (field.type,))
        inner = next((each for each in options if isinstance(each, StructType | VarTupleType)), None)
        if isinstance(inner, VarTupleType) and isinstance(inner.item_type, StructType):
            yield place
            yield from patterns(inner.item_type.cls, f"{place}.*.")
        elif isinstance(inner, StructType) and inner.cls.__name__ not in ("Text", "Limit"):
            yield place
            yield from patterns(inner.cls, f"{place}.")
        else:
            yield place


def inputs(fields: tuple[Drawn, ...]) -> Iterator[tuple[str, str]]:
    """What a browser sends of the drawn fields."""
    for field in fields:
        yield from inputs(field.parts)
        for entry in field.entries:
            yield field.name, str(entry.number)
            if entry.key:
                yield entry.key
            yield from inputs(entry.parts)
        yield from plain_inputs(field)


def plain_inputs(field: Drawn) -> Iterator[tuple[str, str]]:
    value = field.value
    if field.kind in ("text", "prose"):
        yield from ((f"{field.name}.{half}", getattr(value, half)) for half in ("zh", "en"))
    elif field.kind == "limit":
        parts = ("amount", "unit", "basis")
        yield from ((f"{field.name}.{part}", str(getattr(value, part)) if value else "") for part in parts)
    elif field.kind == "many":
        yield from ((field.name, str(each)) for each in value)
    elif field.kind == "picks":
        yield from ((field.name, key) for key, _ in value)
    elif field.kind == "tick":
        yield from [(field.name, "on")] if value else []
    elif field.kind not in ("group", "entries"):
        yield field.name, "" if value is None else str(value)


def sent(pairs) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in pairs:
        found.appendlist(name, value.replace("\n", "\r\n"))
    return found


def typed(code: str, section: str, **answers: str) -> QueryDict:
    """A section as a browser sends it, with some answers typed over; dots of names are written as two underscores."""
    over = {name.replace("__", "."): value for name, value in answers.items()}
    drawn = inputs(Sheet(of(code)).sections[section])
    return sent((name, over.get(name, value)) for name, value in drawn)


def test_every_field_of_a_definition_is_asked_or_left_apart_on_purpose():
    asked = set(layout().fields)
    assert asked == {place for place in patterns() if place.split(".")[0] not in layout().apart}
    in_sections = [name for section in layout().sections for name in section.fields]
    assert len(in_sections) == len(set(in_sections))
    assert {name.split(".")[0] for name in asked} == set(in_sections)


@settings(deadline=None, max_examples=120)
@given(CODES)
def test_what_is_drawn_and_sent_back_is_the_item_again(code):
    found = of(code)
    sheet = Sheet(found)
    for section in layout().sections:
        given_back = read(section, sent(inputs(sheet.sections[section.key])), found)
        assert given_back.errors == {}
        assert difference(found, with_values(found, given_back.values)) == ()


@settings(deadline=None, max_examples=60)
@given(CODES, CODES)
def test_every_difference_has_its_place_on_the_form(code, other):
    wanted = replace(of(other), code=code)
    sheet = Sheet(wanted)
    names = {field.name for field, _ in sheet.fields}
    changes = difference(of(code), wanted)
    assert {line.slot for line in differences(changes, sheet)} <= names
    assert {each.slot for each in remarks(changes, findings((), sheet), {}, sheet)} <= names


def test_a_limit_is_typed_as_people_say_it():
    back = read(section_of("limits"), typed("hz-id-renew", "limits", limits__promised__amount="5"), of("hz-id-renew"))
    changed = with_values(of("hz-id-renew"), back.values)
    assert (changed.limits.promised.amount, changed.limits.promised.unit) == (5, Unit.WORKING_DAY)


def test_a_statutory_limit_can_be_none():
    back = read(section_of("limits"), typed("hz-id-renew", "limits", limits__statutory__unit=""), of("hz-id-renew"))
    assert with_values(of("hz-id-renew"), back.values).limits.statutory is None


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("limits", "limits.promised.amount", "十五"),
        ("limits", "limits.promised.amount", "-3"),
        ("limits", "limits.promised.unit", "fortnight"),
        ("visits", "visits", ""),
        ("visits", "scope", "galaxy"),
        ("visits", "channels", "pigeon"),
        ("names", "name.zh", "甲\x00乙"),
        ("names", "note", "长" * 2001),
        ("materials", "materials.0.need", "begged"),
    ],
)
def test_what_cannot_be_read_is_an_error_beside_its_field_and_never_a_guess(section, name, value):
    over = {name.replace(".", "__"): value}
    back = read(section_of(section), typed("hz-id-renew", section, **over), of("hz-id-renew"))
    assert [key for key in back.errors if name.startswith(key)]


def test_what_is_typed_is_text_whatever_it_looks_like():
    over = {"name__zh": "<script>alert(1)</script>", "name__en": "{{ 7 }}"}
    back = read(section_of("names"), typed("hz-id-renew", "names", **over), of("hz-id-renew"))
    assert with_values(of("hz-id-renew"), back.values).name == Text("<script>alert(1)</script>", "{{ 7 }}")


def press(found, deed, place, words=""):
    return moved(found, found, Press(deed, place, words))


def test_a_material_is_added_by_its_name_as_its_register_lets_it_be_met():
    more = press(of("hz-id-renew"), "add", "materials", "结婚证")
    assert more.materials[-1].evidence == "marriage_certificate"
    assert more.materials[-1].need is Need.SHARED
    assert press(more, "remove", f"materials.{len(more.materials) - 1}") == of("hz-id-renew")


def test_a_name_that_nothing_bears_is_refused_with_what_to_do():
    with pytest.raises(Refusal) as refusal:
        press(of("hz-id-renew"), "add", "materials", "<b>没有的证")
    assert refusal.value.code == "console.nothing_so_called"


def test_whatever_the_form_lets_one_add_has_something_to_begin_with():
    assert set(BLANKS) == {pattern for pattern, ask in layout().fields.items() if ask.kind in ("entries", "picks")}


@pytest.mark.parametrize(
    "place",
    [
        "limits.promised_when",
        "outputs.0.validity",
        "situations",
        "steps",
        "outputs",
        "rules",
        "faqs",
        "fee.rules",
        "situations.0.options",
    ],
)
def test_a_blank_entry_can_be_added_to_every_list(place):
    found = of("crj-passport-renew")
    more = press(found, "add", place)
    added = [each.path for each in difference(found, more)]
    assert len(added) == 1
    assert convert(to_builtins(more), Item) == more


def test_entries_change_places_and_stop_at_the_ends():
    found = of("crj-passport-renew")
    assert press(press(found, "down", "materials.0"), "up", "materials.1") == found
    assert press(found, "up", "materials.0") == found
    assert press(found, "down", f"materials.{len(found.materials) - 1}") == found
    assert press(found, "remove", "materials.99") == found


def test_a_mark_is_taken_off_once_its_field_is_filled():
    found = replace(item(), unverified=("limits.promised", "channels"), local=("fee",))
    assert press(found, "settle", "unverified:limits.promised").unverified == ("channels",)
    assert press(found, "settle", "local:fee").local == ()
    assert press(found, "mark", "local:channels").local == ("fee", "channels")


@pytest.mark.parametrize(
    ("deed", "place"),
    [
        ("add", "nothing"), ("add", "code"), ("remove", "materials"), ("up", "materials.x"),
        ("settle", "code:x"), ("settle", "__class__:x"), ("undo", "materials.none"), ("burn", "materials.0"), ("add", "name"),
    ],
)  # fmt: skip
def test_a_button_that_leads_nowhere_is_refused_in_words(deed, place):
    with pytest.raises(Refusal) as refusal:
        press(of("hz-id-renew"), deed, place)
    assert refusal.value.code in {"catalogue.unknown_place", "console.nothing_so_called"}


KEY = re.compile(r"[A-Za-z]{2,}|[a-z]_")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_mend_calls_things_as_the_form_does_and_never_by_their_keys(rule):
    with override("zh-hans"):
        assert not KEY.search(mend_of(rule))
    keys = {key for key in re.findall(r"[A-Za-z_.]{2,}", lint_rules()[rule].mend.zh) if "_" in key or "." in key}
    with override("en"):
        assert not [key for key in keys if key in mend_of(rule)]


def test_what_cannot_be_found_out_yet_can_be_marked_where_a_rule_knows_that_excuse():
    found = replace(of("hz-move-spouse"), code="t-own")
    breaches = [
        LintFinding(found.code, rule, place, "—")
        for rule, place in (("legal_basis_given", "legal_basis"), ("promise_within_statute", "limits.promised"))
    ]
    offered = [each.press for each in findings(breaches, Sheet(found))]
    assert offered == ["mark:unverified:legal_basis", ""]
    deed, _, place = offered[0].partition(":")
    assert "legal_basis" in press(found, deed, place).unverified
    national = [LintFinding("hz-move-spouse", "legal_basis_given", "legal_basis", "—")]
    assert [each.press for each in findings(national, Sheet(of("hz-move-spouse")))] == [""], (
        "only the nation's marks count"
    )


def test_a_mark_that_is_taken_off_is_said_by_the_names_of_the_fields_and_a_rule_by_what_it_says():
    found = replace(of("hz-id-renew"), unverified=("limits.promised", "visits", "rules.one", "rules.too_early"))
    (change,) = difference(found, replace(found, unverified=("visits",)))
    (rule,) = (each.message for each in found.rules if each.key == "too_early")
    with override("zh-hans"):
        words = f"承诺时限、到现场次数、办理条件、办理条件“{rule.zh.rstrip('。')}”"
        assert said(change.sentence) == f"待核实字段：{words} → 到现场次数"
    with override("en"):
        assert sides_of(change) == (f"Promised limit, Visits, Rule, Rule “{rule.en.rstrip('.')}”", "Visits")


def test_no_two_topics_that_can_be_ticked_read_alike():
    for language in ("zh-hans", "en"):
        with override(language):
            words = [word for _, word in options("topic", of("hz-id-renew"))]
            assert len(words) == len(set(words))


def test_marks_and_conditions_are_said_beside_their_fields():
    found = of("crj-passport-renew")
    sheet = Sheet(found)
    kinds = {(each.slot, each.kind) for each in remarks((), (), {}, sheet)}
    assert ("channels", "unverified") in kinds
    assert ("online_payment", "local") in kinds
    child = next(number for number, one in enumerate(found.materials) if one.when == "age < 16")
    said = next(each for each in remarks((), (), {}, sheet) if each.slot == f"materials.{child}.when")
    assert "16" in said.words
    assert found.rules[0].effect is Effect.REFUSE

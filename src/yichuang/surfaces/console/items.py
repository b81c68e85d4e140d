"""The catalogue as people read it: items by line, and one item as a page. Nothing is changed here."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from yichuang.catalogue.changes.difference import place_words
from yichuang.catalogue.definition import Item, ItemStatus, Line, Material, Output, Rule, Situation, Step
from yichuang.catalogue.layers import names_of
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.queries import Head, heads, item_version, items_in_use
from yichuang.catalogue.registers import data_sources
from yichuang.catalogue.wording import limit_words
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.story.names import evidence, said

SURE = "high"
"""Of how sure the sources are: nothing is said about it."""


class ItemRow(Struct, frozen=True):
    """An item in the list."""

    code: str
    name: str
    kind: str
    handling: str
    promised: str
    statutory: str
    materials: int
    high_frequency: bool
    unverified: int
    status: str


class Shelf(Struct, frozen=True):
    """The list with what it can be narrowed to."""

    rows: tuple[ItemRow, ...]
    lines: tuple[tuple[str, str, int], ...]
    """(line, word, how many items)."""
    total: int
    unverified: int
    """Items with something that the sources leave open."""


def shelf(line: str, text: str, *, only_open: bool) -> Shelf:
    """The items of a line (empty = all) whose name or code holds ``text``. Two queries, none while the copy is fresh."""
    items_in_use()  # reads them all at once, so that the loop finds them read
    every = [(item_version(head.code, head.version), head.status) for head in heads().values()]
    counts = Counter(item.line for item, _ in every)
    chosen = [
        (item, status)
        for item, status in every
        if line in ("", item.line) and _holds(item, text) and (item.unverified or item.fee.unverified or not only_open)
    ]
    return Shelf(
        rows=tuple(_row(item, status) for item, status in sorted(chosen, key=_order)),
        lines=tuple((each.value, label("line", each), counts[each]) for each in Line if counts[each]),
        total=len(every),
        unverified=sum(bool(item.unverified or item.fee.unverified) for item, _ in every),
    )


def _order(pair: tuple[Item, ItemStatus]) -> tuple[int, bool, str]:
    item, _ = pair
    return list(Line).index(item.line), not item.high_frequency, item.code


def _holds(item: Item, text: str) -> bool:
    wanted = text.casefold()
    return wanted in item.code.casefold() or wanted in item.name.zh or wanted in item.name.en.casefold()


def _row(item: Item, status: ItemStatus) -> ItemRow:
    return ItemRow(
        code=item.code,
        name=said(item.name),
        kind=label("item_kind", item.kind),
        handling=label("handling", item.handling),
        promised=said(limit_words(item.limits.promised)) or "—",
        statutory=said(limit_words(item.limits.statutory)),
        materials=len(item.materials),
        high_frequency=item.high_frequency,
        unverified=len(item.unverified) or int(item.fee.unverified),
        status=status.value,
    )


class Asked(Struct, frozen=True):
    """A situation question with its answers."""

    situation: Situation
    question: str
    options: tuple[tuple[str, str], ...]


class Needed(Struct, frozen=True):
    """A material."""

    material: Material
    name: str
    need: str
    register: str
    note: str


class Looked(Struct, frozen=True):
    """A register that the back office looks into."""

    name: str
    told: str
    """Whose it is, what it holds, the fields of a record, its level: in the words of the list."""
    doubt: str
    """How sure it is, where it is not quite."""


class Stage(Struct, frozen=True):
    """A step of the route."""

    step: Step
    name: str
    act: str
    level: str
    line: str
    after: str
    limit: str
    signing: str
    outside: str
    """Who does it when it is not done in this house."""


class Ruled(Struct, frozen=True):
    """An eligibility rule."""

    rule: Rule
    message: str
    effect: str


class Result(Struct, frozen=True):
    """What comes out of it."""

    name: str
    form: str
    validity: str
    known: bool
    """The validity is in the house's words; otherwise as its source has it, in Chinese."""


class ItemPage(Struct, frozen=True):
    """One version of an item, ready to be read."""

    item: Item
    name: str
    status: str
    promised: str
    promised_when: tuple[tuple[str, str], ...]
    """Promises of single situations: (words, condition)."""
    statutory: str
    situations: tuple[Asked, ...]
    materials: tuple[Needed, ...]
    checks: tuple[Looked, ...]
    fields: tuple[tuple[str, tuple[tuple[str, bool, str], ...]], ...]
    """Form elements by group: (name, required, condition)."""
    steps: tuple[Stage, ...]
    rules: tuple[Ruled, ...]
    fees: tuple[tuple[str, int, str, str], ...]
    """(words, amount, condition, basis)."""
    outputs: tuple[Result, ...]
    depends_on: tuple[tuple[str, str], ...]
    open_points: tuple[tuple[str, str], ...]
    """(field, words) of what the sources leave open."""
    versions: tuple[ItemVersion, ...]
    current: int


def head_of(code: str) -> Head:
    """The head of a published item, whatever its status; refused in words for an unknown code."""
    head = heads().get(code)
    if head is None:
        raise Refusal("catalogue.unknown_item", item=code)
    return head


def in_force(code: str) -> Item:
    """The version of a published item that is in force, whatever its status."""
    return item_version(code, head_of(code).version)


def item_page(code: str, version: int) -> ItemPage:
    """One version (0 = the one in force). One query, and those that warm the catalogue."""
    head = head_of(code)
    item = item_version(code, version or head.version)
    versions = ItemVersion.objects.filter(item_id=code).defer("content").order_by("-version")[:50]
    return ItemPage(
        item=item,
        name=said(item.name),
        status=head.status.value,
        promised=said(limit_words(item.limits.promised)),
        promised_when=tuple((said(limit_words(each)), each.when) for each in item.limits.promised_when),
        statutory=said(limit_words(item.limits.statutory)),
        situations=tuple(map(_asked, item.situations)),
        materials=tuple(map(_needed, item.materials)),
        checks=tuple(map(_looked, item.checks)),
        fields=_fields(item),
        steps=tuple(_stage(step, item) for step in item.steps),
        rules=tuple(Ruled(rule, said(rule.message), label("effect", rule.effect)) for rule in item.rules),
        fees=tuple((said(rule.label), rule.amount, rule.when, rule.basis) for rule in item.fee.rules),
        outputs=tuple(map(_result, item.outputs)),
        depends_on=tuple((other, name_of(other)) for other in item.depends_on),
        open_points=tuple((point, said(place_words(point, item, names_of(catalogue())))) for point in item.unverified),
        versions=tuple(versions),
        current=head.version,
    )


def _asked(situation: Situation) -> Asked:
    options = tuple((option.value, said(option.label)) for option in situation.options)
    return Asked(situation, said(situation.question), options)


def _needed(material: Material) -> Needed:
    return Needed(
        material,
        evidence(material.evidence),
        label("need", material.need),
        material.source,
        said(material.note) if material.note else "",
    )


def _looked(key: str) -> Looked:
    """A key that the list of registers has no longer is shown as it stands."""
    known = data_sources().get(key)
    if known is None:
        return Looked(key, "", "")
    told = " · ".join((known.owner, known.dataset, " / ".join(known.key_fields), known.level))
    return Looked(
        f"{key} {known.name}", told, "" if known.confidence == SURE else label("confidence", known.confidence)
    )


def _fields(item: Item) -> tuple[tuple[str, tuple[tuple[str, bool, str], ...]], ...]:
    groups: dict[str, list[tuple[str, bool, str]]] = {}
    for field in item.form:
        element = catalogue().elements.get(field.element)
        group = label("element_group", element.group) if element else field.element
        name = said(element.name) if element else field.element
        groups.setdefault(group, []).append((name, field.required, field.when))
    return tuple((group, tuple(fields)) for group, fields in groups.items())


def _stage(step: Step, item: Item) -> Stage:
    names = {each.key: said(each.name) for each in item.steps}
    return Stage(
        step=step,
        name=said(step.name),
        act=label("step_act", step.act),
        level=label("level", step.level),
        line=label("line", step.line or item.line),
        after=_joined(names.get(key, key) for key in step.after),
        limit=said(limit_words(step.limit)),
        signing=label("signing", step.signing),
        outside=said(step.external) if step.external else "",
    )


def _joined(words: Iterable[str]) -> str:
    return " + ".join(words)


def _result(output: Output) -> Result:
    form = "both" if output.electronic and output.paper else "electronic" if output.electronic else "paper"
    note = output.validity_note
    known = note in labels()["console_validity"]
    return Result(
        said(output.name), label("console_output", form), label("console_validity", note) if known else note, known
    )


def name_of(code: str) -> str:
    """What a published item is called; its code for one that is not."""
    head = heads().get(code)
    return said(item_version(code, head.version).name) if head else code

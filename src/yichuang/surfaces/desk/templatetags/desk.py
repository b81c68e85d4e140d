"""Words and addresses for the desk's templates."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.applications.draft import Kept
from yichuang.applications.filing import Filing
from yichuang.catalogue.definition import Item, Text, Unit
from yichuang.catalogue.search.index import Fit
from yichuang.catalogue.search.telling import why as reasons_of
from yichuang.delivery.queries import count_coming
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.identifiers import age_on
from yichuang.kernel.masking import mask_number
from yichuang.kernel.moment import today
from yichuang.kernel.vocabulary import label
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.design.dates import plain_day_words
from yichuang.surfaces.desk import intake
from yichuang.surfaces.desk.board import Board, Place, Trouble
from yichuang.surfaces.desk.promises import unpromised
from yichuang.surfaces.desk.receipts import Receipt
from yichuang.surfaces.desk.shown import Entry, Proof, Reply
from yichuang.surfaces.story.names import chinese, listed, said

register = template.Library()


@register.filter
def in_language(text: Text) -> str:
    """``text`` in the active language."""
    return said(text)


@register.filter
def lines(text: str) -> list[str]:
    """A text of several lines, line by line."""
    return text.splitlines()


@register.filter
def reasons(fit: Fit) -> str:
    """Why the search found what it shows."""
    return " · ".join(reasons_of(fit.reasons, "zh" if chinese() else "en"))


@register.filter
def item_names(items: Iterable[Item]) -> str:
    """What several items are called."""
    return listed(said(item.name) for item in items)


@register.filter
def enumerated(words: Iterable[str]) -> str:
    """Several words as one enumeration."""
    return listed(words)


@register.filter
def line_name(item: Item) -> str:
    """The line that owns it."""
    return label("line", item.line)


@register.filter
def promise(item: Item) -> str:
    """How fast the house promises to be; where it has promised nothing, so."""
    limit = item.limits.promised
    if limit is None:
        return unpromised()
    words = label("unit", limit.unit)
    return (
        words
        if limit.unit is Unit.ON_THE_SPOT
        else f"{limit.amount} {words}"
        if not chinese()
        else f"{limit.amount}{words}"
    )


@register.filter
def barred_words(why: str) -> str:
    """Why the window does not take an item."""
    return label("desk_barred", why)


@register.filter
def sex_name(sex: str) -> str:
    """男, 女."""
    return label("sex", sex)


@register.filter
def id_type_name(id_type: str) -> str:
    """What the document is called."""
    return label("id_type", id_type)


@register.filter
def age(birth: date) -> str:
    """The age in full years, in words."""
    return label("desk_word", "age").format(years=age_on(birth, today()))


@register.filter
def companions(filing: Filing, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """Who stands beside the applicant, as (role, name)."""
    beside = (("guardian", filing.guardian), ("agent", filing.agent))
    return [(role, names.get(person, "")) for role, person in beside if person is not None]


@register.filter
def ident(name: str) -> str:
    """The id of the control called ``name``."""
    return f"id_{name}"


@register.filter
def required_mark(place: Place) -> str | None:
    """``1`` for a place that must be filled, for the script that moves the cursor to the next empty one."""
    return None if place.optional or place.readonly else "1"


@register.filter
def placed(trouble: Trouble, board: Board) -> str:
    """What a trouble says, after the name of the field or the question that it is about."""
    places = {f"id_{place.name}": place.label for group in board.groups for place in group.places}
    questions = {f"id_{asked.name}": asked.word for asked in board.questions}
    if trouble.place in questions:
        return label("desk_word", "of_question").format(place=questions[trouble.place])
    if trouble.place in places:
        return label("desk_word", "of_place").format(place=places[trouble.place], text=trouble.text)
    return trouble.text


# --- the frame --------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def to_accept(context: Context) -> int:
    """How many cases wait for acceptance."""
    return intake.count(current_actor(context["request"]))


@register.simple_tag(takes_context=True)
def to_take_over(context: Context) -> int:
    """How many bundles of paper are on their way here."""
    return count_coming(current_actor(context["request"]).unit_id)


# --- addresses --------------------------------------------------------------------------------------------------------


@register.filter
def submit_url(draft: Kept) -> str:
    """Where the draft is submitted."""
    return reverse("desk:submit", args=[draft.id])


@register.filter
def ask_url(draft: Kept) -> str:
    """Where its signature is asked for."""
    return reverse("desk:ask", args=[draft.id])


@register.filter
def items_url(draft: Kept) -> str:
    """Where items for it are looked up."""
    return reverse("desk:items", args=[draft.id])


@register.filter
def pdf_url(receipt: Receipt) -> str:
    """Where the receipt's paper is."""
    return reverse("desk:receipt_pdf", args=[receipt.number])


@register.filter
def hand_over_url(receipt: Receipt) -> str:
    """Where this person's results are handed over."""
    return f"{reverse('desk:hand_over')}?person={receipt.person.person_id}"


@register.filter
def settle_url(receipt: Receipt, case: str) -> str:
    """Where a case is settled at once."""
    return reverse("desk:settle", args=[receipt.number, case])


@register.filter
def why(number: str) -> str:
    """The control in which stands why an old document of this case was not taken in."""
    return f"why.{number}"


@register.simple_tag
def both(key: str) -> SafeString:
    """Words of the counter's screen in Chinese with the English beside them."""
    return format_html('<span lang="zh">{}</span> <span lang="en">{}</span>', *_counter(key))


@register.simple_tag
def both_plain(key: str) -> str:
    """The same as plain text."""
    return " ".join(_counter(key))


def _counter(key: str) -> tuple[str, str]:
    return label("desk_counter", key, "zh"), label("desk_counter", key, "en")


# --- what is signed ---------------------------------------------------------------------------------------------------


def _answer(reply: Reply) -> Text:
    return next((each.label for each in reply.situation.options if each.value == reply.answer), Text(reply.answer, ""))


@register.filter
def answer_zh(reply: Reply) -> str:
    """The answer in Chinese."""
    return _answer(reply).zh


@register.filter
def answer_en(reply: Reply) -> str:
    """The answer in English."""
    return _answer(reply).en


@register.filter
def value_shown(entry: Entry) -> str:
    """A value of the form as the counter's screen shows it: a choice in both languages, a citizen's number masked."""
    option = next((each for each in entry.element.options if each.value == entry.value), None)
    if option is not None:
        return f"{option.label.zh} {option.label.en}"
    if entry.element.type == "boolean":
        return (
            f"{label('paper_words', yes_or_no(entry.value), 'zh')} {label('paper_words', yes_or_no(entry.value), 'en')}"
        )
    if entry.element.type == "citizen_id":
        return mask_number(entry.value)
    return _day(entry.value) if entry.element.type == "date" else entry.value


def yes_or_no(value: str) -> str:
    return "yes" if value == "true" else "no"


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return " ".join(_in(language, day) for language in ("zh-hans", "en"))


def _in(language: str, day: date) -> str:
    with translation.override(language):
        return plain_day_words(day)


@register.filter
def state_zh(proof: Proof) -> str:
    """How a material was met, in Chinese."""
    return label("material_state", _state(proof), "zh")


@register.filter
def state_en(proof: Proof) -> str:
    """How a material was met, in English."""
    return label("material_state", _state(proof), "en")


def _state(proof: Proof) -> str:
    captured = proof.evidence.biometric and proof.state is MaterialState.SEEN
    return "captured" if captured else proof.state.value

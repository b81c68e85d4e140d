"""Who stands at the window: by card reader, or by hand with a reason; the guardian and the agent likewise."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yichuang.applications.draft import save_draft
from yichuang.applications.filing import Filing, Given
from yichuang.evidence.standing import check_standing
from yichuang.gateways.id_card import CardRead, card_reader
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import Sex, check_citizen_id
from yichuang.kernel.localtime import local_date
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import current_actor
from yichuang.organisation.local_queries import rules_for
from yichuang.people.card import CITIZEN_LIKE, Card
from yichuang.people.identify import differs, identify, identify_manually
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import Person
from yichuang.people.queries import guardianships_of, person_by_number
from yichuang.people.set_guardian import NewGuardianship, set_guardian
from yichuang.people.terms import GuardianBasis, IdType
from yichuang.surfaces.desk import entry, queries, standing, visits
from yichuang.surfaces.desk.views.answers import go, guarded, refused

PATIENCE = 40
"""How often the reader is asked, each half second, before the desk says that there is no card."""


class Part(StrEnum):
    """In which part somebody stands at the window."""

    APPLICANT = "applicant"
    GUARDIAN = "guardian"
    AGENT = "agent"
    RECEIVER = "receiver"


def part(request: HttpRequest) -> Part:
    """The part that the form names; the applicant's where it names none that exists."""
    named = request.POST.get("role", "")
    return Part(named) if named in set(Part) else Part.APPLICANT


@guarded
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Ask the reader once; while there is no card, an answer that asks again by itself."""
    actor = current_actor(request)
    try:
        _require_visit(request, actor)
        card = card_reader(queries.seat(actor).reader).read()
        if card is None:
            return _not_yet(request)
        sound = card_of(card)
        hash_of = card.portrait_sm3 or ""
        person = alive_again(actor, sound, lambda: identify(actor, sound, now=now(), evidence_hash=hash_of))
        return go(request, _follows(request, actor, person, sound, card_read=True))
    except Refusal as refusal:
        return refused(request, refusal, "#reading", again=True, role=part(request))


def card_of(card: CardRead) -> Card:
    """What the reader read, as the people's room takes it."""
    return Card(
        IdType.ID_CARD, card.number, card.name, card.sex, card.birth, card.nation, card.address, card.valid_from,
        card.valid_to, long_term=card.valid_to is None,
    )  # fmt: skip


def _not_yet(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("attempt", "0")
    attempt = int(text) if text.isdecimal() and len(text) < 4 else PATIENCE  # noqa: PLR2004
    if attempt >= PATIENCE:
        raise Refusal("desk.reader_without_card")
    carried = {name: request.POST.get(name, "") for name in ("role", "draft", "person")}
    found = {"attempt": attempt + 1, "role": part(request), "carried": carried}
    return render(request, "desk/_reading.html", found)


@guarded
@require_POST
def by_hand(request: HttpRequest) -> HttpResponse:
    """Identify from a document that no reader reads, or when the reader fails; the reason is kept."""
    actor = current_actor(request)
    try:
        _require_visit(request, actor)
        card = typed_card(request.POST, local_date(now()))
        reason, proof = request.POST.get("reason", ""), request.POST.get("new_name_document", "")
        checked = partial(identify_manually, actor, card, reason=reason, now=now(), new_name_document=proof)
        person = alive_again(actor, card, checked)
        return go(request, _follows(request, actor, person, card, card_read=False))
    except Refusal as refusal:
        return refused(request, refusal, "#manual-problem")


def typed_card(posted: QueryDict, today: date) -> Card:
    """The document as a clerk typed it; birth and sex of a citizen's number are read from the number."""
    kind = posted.get("id_type", "")
    id_type = IdType(kind) if kind in set(IdType) else IdType.ID_CARD
    number = posted.get("id_number", "")
    sex, birth = _told(posted)
    if id_type in CITIZEN_LIKE:
        citizen = check_citizen_id(number, today=today)
        sex, birth = citizen.sex, citizen.birth
    if sex is None:
        raise Refusal("form.sex")
    if birth is None:
        raise Refusal("form.date")
    return Card(
        id_type, number, posted.get("name", ""), sex, birth, posted.get("nation", ""), posted.get("address", ""), None,
        _day(posted.get("valid_to", "")), long_term=posted.get("long_term") == "true",
    )  # fmt: skip


def _told(posted: QueryDict) -> tuple[Sex | None, date | None]:
    sex = posted.get("sex", "")
    return (Sex(sex) if sex in set(Sex) else None), _day(posted.get("birth", ""))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("form.date") from None


# --- what follows -----------------------------------------------------------------------------------------------------


def _follows(request: HttpRequest, actor: Actor, person: Person, card: Card, *, card_read: bool) -> str:
    """The page that follows. Where the document shown is an older one, the page says so, and its original is not seen."""
    who, older = part(request), differs(person, card)
    told = {"shown": "older"} if older else {}
    if who is Part.RECEIVER:
        asked = request.POST.get("person", "")
        query = {"person": asked or person.pk, **({"receiver": person.pk} if asked else {}), **told}
        return f"{reverse('desk:hand_over')}?{urlencode(query)}"
    seen = visits.seen_card(person, now(), card_read=card_read and not older)
    if who is Part.APPLICANT:
        draft = _under_way(request, actor, person) or visits.begin(actor, person, now(), seen)
    else:
        draft = _accompanied(actor, _draft(request), who, person, seen)
    return _page(draft) + (f"?{urlencode(told)}" if told else "")


def _under_way(request: HttpRequest, actor: Actor, person: Person) -> UUID | None:
    """The visit that was left to identify its own applicant once more; anybody else's card begins a visit of theirs."""
    left = _draft(request) if request.POST.get("draft") else None
    return left if left and visits.opened(actor, left).filing.person == person.pk else None


def _page(draft: UUID) -> str:
    return reverse("desk:visit", args=[draft])


def _require_visit(request: HttpRequest, actor: Actor) -> None:
    """Whoever is identified beside an applicant, or once more, is so for a visit of this desk: asked before it goes on record."""
    if part(request) in {Part.GUARDIAN, Part.AGENT} or request.POST.get("draft"):
        visits.opened(actor, _draft(request))


def _draft(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("draft", ""))
    except ValueError:
        raise Refusal("authority.not_found") from None


def _accompanied(actor: Actor, draft: UUID, who: Part, person: Person, card: Given | None) -> UUID:
    """Put the guardian or the agent beside the applicant; who comes alone needs neither."""
    kept, moment = visits.opened(actor, draft), now()
    if person.pk == kept.filing.person:
        filing = entry.without_companions(kept.filing, who.value)
    else:
        filing = entry.with_companion(kept.filing, who.value, person.pk, _known_of(who, person), card)
        if who is Part.GUARDIAN:
            _recognised(actor, filing, person, moment)
    save_draft(actor, draft, filing, version=kept.version, now=moment)
    return draft


def _recognised(actor: Actor, filing: Filing, guardian: Person, moment: datetime) -> None:
    """Put the guardianship on record that the register has told of and that is not there yet: nothing is typed again."""
    basis, today = standing.basis_of(filing, guardian.id_number), local_date(moment)
    known = {each.guardian_id for each in guardianships_of([filing.person], today)}
    if basis is not None and guardian.pk not in known:
        document, reason = label("desk_recorded", "document", "zh"), label("desk_recorded", "reason", "zh")
        new = NewGuardianship(filing.person, guardian.pk, basis, today, document)
        set_guardian(actor, new, reason=reason, now=moment)


def _known_of(who: Part, person: Person) -> dict[str, tuple[str, str]]:
    told = {"name": person.name, "id_number": person.id_number, "phone": person.phone}
    return {f"{who}.{key}": (value, "companion") for key, value in told.items() if value}


def alive_again(actor: Actor, card: Card, check: Callable[[], Person]) -> Person:
    """What ``check`` finds. Somebody who stands on our record as dead by the register's word is asked about once more: a
    record that the household desk has had corrected must not bar the counter.
    """
    try:
        return check()
    except Refusal as refusal:
        known = person_by_number(card.id_type, card.id_number) if refusal.code == "people.deceased" else None
        if known is None:
            raise
        check_standing(actor, known, f"window {actor.window_id or 0}", now=now())
        return check()


@guarded
@require_POST
def stand(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask the population register once more about the applicant."""
    visits.stand_again(current_actor(request), draft, now())
    return go(request, _page(draft))


@guarded
@require_POST
def alone(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The companion leaves the visit."""
    actor = current_actor(request)
    kept = visits.opened(actor, draft)
    leaves = Part.GUARDIAN if part(request) is Part.GUARDIAN else Part.AGENT
    filing = entry.without_companions(kept.filing, leaves.value)
    save_draft(actor, draft, filing, version=kept.version, now=now())
    return go(request, _page(draft))


@guarded
@require_POST
def guardianship(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Put on record that the person beside the applicant is the guardian, with the proof."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    if filing.guardian is None:
        raise Refusal("people.needs_guardian")
    try:
        put_guardianship(actor, request.POST, filing.person, filing.guardian, occasion="visit")
    except Refusal as refusal:
        return refused(request, refusal, "#guardianship-problem")
    return go(request, _page(draft))


@guarded
@require_POST
def record_mandate(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Put the agent's mandate on record for what is chosen."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    if filing.agent is None and filing.organisation is None:
        raise Refusal("people.no_mandate")
    items = tuple(choice.item for choice in filing.choices)
    try:
        put_mandate(actor, request.POST, _principal(filing), filing.agent or filing.person, items, occasion="visit")
    except Refusal as refusal:
        return refused(request, refusal, "#mandate-problem")
    return go(request, _page(draft))


def _principal(filing: Filing) -> dict[str, int]:
    """Who gives the mandate: the person whom an agent represents, else the organisation for which somebody has come."""
    if filing.agent is None and filing.organisation is not None:
        return {"principal_organisation_id": filing.organisation}
    return {"principal_person_id": filing.person}


# --- on what somebody acts for another ------------------------------------------------------------------------------------


def put_guardianship(actor: Actor, posted: QueryDict, ward: int, guardian: int, *, occasion: str) -> None:
    """Put on record what the dialog says of a guardianship; ``occasion`` (a ``desk_occasion``) goes into the trail."""
    today = local_date(now())
    named = posted.get("basis", "")
    basis = GuardianBasis(named) if named in set(GuardianBasis) else GuardianBasis.PARENT
    new = NewGuardianship(ward, guardian, basis, today, posted.get("document", ""))
    set_guardian(actor, new, reason=label("desk_occasion", occasion, "zh"), now=now())


def put_mandate(
    actor: Actor, posted: QueryDict, principal: Mapping[str, int], agent: int, items: tuple[str, ...], *, occasion: str
) -> None:
    """Put on record what the dialog says of a letter of authority for ``items``, on what occasion."""
    today = local_date(now())
    until = _day(posted.get("expires_on", "")) or today + rules_for(actor, now()).mandate_holds
    new = NewMandate(agent, posted.get("document", ""), items, today, until, **principal)
    mandate(actor, new, reason=label("desk_occasion", occasion, "zh"), now=now())

"""One visit as the desk holds it: the kept draft, what the platform makes of it, and what registers add to it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from yichuang.applications.draft import DRAFT, DRAFTS, Kept, kept, save_draft
from yichuang.applications.filing import Filing, Given
from yichuang.applications.models import Draft
from yichuang.applications.plan import Plan
from yichuang.applications.submit import Visit, prepare
from yichuang.catalogue.definition import Item
from yichuang.catalogue.queries import item_version
from yichuang.evidence.gather import Gathered, gather
from yichuang.evidence.gathering import Wanted, mapped, registers_for
from yichuang.evidence.standing import check_standing
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.offices import office_book
from yichuang.people.card import Validity, validity
from yichuang.people.gates import PERSON
from yichuang.people.models import Person
from yichuang.surfaces.desk import standing

ASKED = ("", "asked")
"""Stands in ``Filing.told`` for a question that a register had no answer to, so that it is not asked at each key stroke."""
CARD = "id_card"
AT_WINDOW = {"delivery_way": "window"}
"""What goes without saying at a window; the clerk may change it."""


class Enriched(Struct, frozen=True):
    """A filing with what registers supply."""

    filing: Filing
    visit: Visit
    silent: tuple[str, ...] = ()
    """Registers that did not answer."""


def opened(actor: Actor, draft: UUID) -> Kept:
    """The draft, open for work. Refusal("desk.draft_closed") when it has been submitted."""
    found = DRAFT.open(actor, draft, "edit")
    if found.submitted_as is not None:
        raise Refusal("desk.draft_closed")
    return kept(found)


def computed(actor: Actor, filing: Filing, now: datetime) -> Visit | None:
    """What the platform makes of ``filing``; None while nothing is chosen."""
    return prepare(actor, filing, office_book(actor.unit_id), now) if filing.choices else None


def begin(actor: Actor, person: Person, now: datetime, card: Given | None) -> UUID:
    """A visit of this person, whose ``card`` was seen, at this window; an empty one that lies here is taken up again."""
    if actor.window_id is None:
        raise Refusal("desk.no_window")
    lying = _empty_one(actor, person)
    if lying is not None:
        return lying
    materials = {CARD: card} if card else {}
    draft = uuid4()
    found = check_standing(actor, person, str(draft), now=now)
    materials |= standing.proofs(found)
    filing = Filing(person.pk, (), materials=materials, told=standing.told(found))
    save_draft(actor, draft, filing, version=0, now=now)
    return draft


def seen_card(person: Person, now: datetime, *, card_read: bool) -> Given | None:
    """That the reader has seen the person's ID card; None without a reader, or where it has run out."""
    sound = card_read and validity(person.id_valid_to, local_date(now)) is not Validity.EXPIRED
    return Given(MaterialState.SEEN, originals=1) if sound else None


def stand_again(actor: Actor, draft: UUID, now: datetime) -> None:
    """Ask the register once more, which had kept silent at the beginning."""
    kept = opened(actor, draft)
    person = PERSON.open(actor, kept.filing.person, "serve")
    found = check_standing(actor, person, str(draft), now=now)
    materials = {**kept.filing.materials, **standing.proofs(found)}
    filing = replace(kept.filing, told={**kept.filing.told, **standing.told(found)}, materials=materials)
    save_draft(actor, draft, filing, version=kept.version, now=now)


def _empty_one(actor: Actor, person: Person) -> UUID | None:
    lying = Draft.objects.filter(person_id=person.pk, staff_id=actor.staff_id, submitted_as=None)
    found = (kept(draft) for draft in DRAFTS.open(actor, lying, "edit").order_by("-changed_at")[:5])
    return next((each.id for each in found if not each.filing.choices), None)


def items_of(filing: Filing) -> dict[str, Item]:
    """The chosen items in the versions the draft was begun under, by code."""
    return {choice.item: item_version(choice.item, choice.version) for choice in filing.choices}


# --- what registers add -----------------------------------------------------------------------------------------------


def enriched(actor: Actor, draft: UUID, filing: Filing, now: datetime) -> Enriched | None:
    """``filing`` with everything filled in that a register knows and has not been asked for yet; asks at once, and only
    then. None while nothing is chosen.
    """
    visit = computed(actor, filing, now)
    if visit is None:
        return None
    plain = _with_defaults(filing, visit.plan)
    wanted = _unasked(plain, visit.plan)
    if not registers_for(wanted):
        return Enriched(plain, visit if plain is filing else prepared(actor, plain, now))
    told = gather(actor, filing.person, wanted, str(draft), now=now)
    fuller = _with_answers(plain, wanted, told)
    return Enriched(fuller, prepared(actor, fuller, now), told.silent)


def prepared(actor: Actor, filing: Filing, now: datetime) -> Visit:
    """What the platform makes of a filing that has items."""
    return prepare(actor, filing, office_book(actor.unit_id), now)


def _with_defaults(filing: Filing, plan: Plan) -> Filing:
    asked = {field.element.key for field in plan.fields}
    fresh = {key: value for key, value in AT_WINDOW.items() if key in asked and key not in filing.form}
    return replace(filing, form={**filing.form, **fresh}) if fresh else filing


def _unasked(filing: Filing, plan: Plan) -> Wanted:
    asked = {field.element.prefill for field in plan.fields} | plan.answering.paths
    paths = {path for path in asked if _is_registers(path)}
    proofs = ({line.evidence.key for line in plan.materials} | plan.answering.proofs) - filing.materials.keys()
    fresh = paths - filing.told.keys()
    return Wanted(frozenset(fresh), frozenset(proofs), _joining(fresh, proofs, plan))


def _joining(paths: set[str], proofs: set[str], plan: Plan) -> frozenset[str]:
    """The items that call for questions about somebody else, while any such question is open."""
    codes = {case.item.code for case in plan.cases}
    open_ones = (each for each in mapped().joined if paths & each.gives.keys() or proofs & each.proofs.keys())
    return frozenset(codes.intersection(code for each in open_ones for code in each.items))


def _is_registers(path: str) -> bool:
    """A path that some register fills: its own, or one that it gives beside its own."""
    return path.startswith("register.") or any(path in supply.gives for supply in mapped().registers.values())


def _with_answers(filing: Filing, wanted: Wanted, told: Gathered) -> Filing:
    unanswered = dict.fromkeys(wanted.paths, ASKED)
    shared = {key: _shared(key, told.shared) for key in wanted.proofs}
    return replace(
        filing,
        told={**unanswered, **filing.told, **told.prefill},
        materials={**shared, **filing.materials},
    )


def _shared(key: str, supplied: Iterable[str]) -> Given:
    if key not in supplied:
        return Given(MaterialState.MISSING)
    return Given(MaterialState.SHARED, register=_dataset(key))


def _dataset(key: str) -> str:
    """The data source that supplies this proof, for the record."""
    own = (supply.dataset for supply in mapped().registers.values() if key in supply.proofs)
    joined = (each.proofs[key].partition(".")[0] for each in mapped().joined if key in each.proofs)
    return next(own, "") or next((mapped().registers[name].dataset for name in joined), "")


def without_marks(filing: Filing) -> Filing:
    """``filing`` as it is submitted: what no register could answer leaves no trace in the form."""
    asked = standing.without(filing.told)
    return replace(filing, told={path: told for path, told in asked.items() if tuple(told) != ASKED})


def forgotten(filing: Filing) -> Filing:
    """``filing`` as if no register had been asked about what is still open, to ask once more."""
    still_known = {key: each for key, each in filing.materials.items() if each.state is not MaterialState.MISSING}
    told = {path: told for path, told in filing.told.items() if tuple(told) != ASKED}
    return replace(filing, told=told, materials=still_known)

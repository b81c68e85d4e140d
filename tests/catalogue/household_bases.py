"""One plain application for each of the sixteen household items, to which a test makes a single change."""

from datetime import date

from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item
from yichuang.catalogue.loader import catalogue

TODAY = date(2026, 11, 21)
PERSON = {
    "age": 30, "sex": "female", "channel": "window", "agent": False, "guardian": False, "capacity": "self",
    "has": frozenset[str](),
}  # fmt: skip
BORN = {"form.applicant_birth": "1996-06-01"}

Change = dict[str, object]

MOVE: Change = {
    "move_origin": "other_province",
    "move_transfer": "online",
    "sponsor_household": "family",
    "move_dwelling": "owned",
}
ID_CARD: Change = {**BORN, "household_place": "this_province", "id_photo": "on_site", "id_collection": "self"}
REMOTE: Change = {
    **BORN,
    "household_place": "other_province",
    "stay_ground": "work",
    "remote_bar": "none",
    "id_photo": "on_site",
}

BASES: dict[str, Change] = {
    "hz-birth-domestic": {
        "birth_circumstances": "wedlock",
        "birth_destination": "local",
        "parents_households": "family",
        "settle_with": "mother",
        "child_surname": "parent",
        "parent_residence": "permit",
        "form.child_birth": "2026-11-10",
        "form.father_nation": "汉",
        "form.mother_nation": "汉",
    },
    "hz-move-spouse": {**MOVE, "marriage_place": "mainland"},
    "hz-move-parents": {**MOVE, "age": 63, "other_children": "none"},
    "hz-move-children": {
        **MOVE,
        "move_origin": "same_province",
        "age": 10,
        "guardian": True,
        "capacity": "guardian",
        "parents_divorced": "no_divorce",
        "form.guardian_relation": "mother",
    },
    "hz-cancel-death": {
        "death_reporter": "relative",
        "death_proof": "medical",
        "deceased_id_card": "present",
        "household_left": "others",
        "died_moving": "settled",
        "form.death_date": "2026-11-15",
    },
    "hz-marital": {"marital_change": "married", "marital_place": "mainland"},
    "hz-booklet-reissue": {"booklet_state": "lost", "booklet_applicant": "head"},
    "hz-id-first": {
        **ID_CARD,
        "age": 16,
        "form.applicant_birth": "2010-10-01",
        "id_held_before": "never",
    },
    "hz-id-renew": {
        **ID_CARD,
        "id_card_state": "expiring",
        "support_status": "none",
        "form.id_card_expiry": "2026-12-31",
    },
    "hz-id-reissue": {**ID_CARD, "id_card_loss": "lost"},
    "hz-id-remote-renew": {
        **REMOTE,
        "remote_card_state": "expiring",
        "support_status": "none",
        "form.id_card_expiry": "2026-12-31",
    },
    "hz-id-remote-reissue": {
        **REMOTE,
        "id_card_loss": "lost",
        "remote_identity": "booklet",
    },
    "hz-id-temp": {"id_pending": "slip"},
    "hz-resreg": {"resident_of": "elsewhere", "lodging": "rent", "form.residence_start": "2026-11-20"},
    "hz-resperm-first": {
        "resident_of": "elsewhere",
        "permit_before": "never",
        "permit_ground": "work",
        "work_proof": "contract",
        "permit_form": "card",
        "form.residence_start": "2026-01-10",
    },
    "hz-proof-hukou": {"proof_content": "registration"},
}

NOTED_AT_BEST: dict[str, set[str]] = {
    "hz-birth-domestic": {"name_characters", "other_name_wanted"},
    "hz-booklet-reissue": {"old_booklet_void"},
    "hz-id-first": {"database_search"},
    "hz-id-reissue": {"old_card_void", "needed_meanwhile"},
    "hz-id-remote-reissue": {"needed_meanwhile"},
    "hz-id-temp": {"hand_back"},
    "hz-resreg": {"permit_later"},
    "hz-resperm-first": {"yearly_endorsement"},
}
"""What even the plain application is told."""


def item_of(code: str) -> Item:
    return catalogue().items[code]


def facts_of(code: str, change: Change | None = None) -> Facts:
    """The plain application of ``code`` with ``change``; ``form.<element>`` names a field of the form."""
    known = {**PERSON, **BASES[code], **(change or {})}
    person = {key: known.pop(key) for key in PERSON}
    form = {key.removeprefix("form."): known.pop(key) for key in list(known) if key.startswith("form.")}
    return Facts(**person, answers=known, form=form, today=TODAY)

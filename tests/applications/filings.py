"""Filings for tests: story 1's two items, completely filled in."""

from yichuang.applications.filing import Choice, Filing, Given
from yichuang.evidence.trust import MaterialState

PASSPORT = Choice(
    "crj-passport-renew",
    {
        "passport_reason": "expiring", "travel_status": "none", "id_proof": "card", "exit_entry_photo": "receipt",
        "urgent_travel": "no",
    },
)  # fmt: skip
MOVE = Choice(
    "hz-move-spouse",
    {
        "move_origin": "same_province", "marriage_place": "mainland", "sponsor_household": "family",
        "move_dwelling": "owned",
    },
)  # fmt: skip
FORM = {
    "applicant_pinyin": "ZHOU NIANAN", "applicant_birthplace": "澄溪县", "applicant_household_address": "邻市南街3号",
    "applicant_phone": "13800138000", "emergency_contact_name": "林屿舟", "emergency_contact_phone": "13800138001",
    "passport_number": "E12345678", "passport_expiry": "2027-01-31", "delivery_way": "window",
    "old_address": "邻市南街3号", "move_out_station": "邻市南街派出所", "household_number": "99070012345",
    "sponsor_name": "林屿舟", "sponsor_id_number": "990785198812120110", "marriage_date": "2024-05-20",
    "marriage_certificate_number": "J990785-2024-000123", "household_head_name": "林屿舟",
    "relation_to_head": "spouse", "new_address": "澄溪县青石镇溪边路8号", "move_in_station": "青石派出所",
}  # fmt: skip
SEEN = Given(MaterialState.SEEN, originals=1)


def materials(*kinds: str) -> dict[str, Given]:
    """All of these proofs seen in the original."""
    return dict.fromkeys(kinds, SEEN)


STORY_1_MATERIALS = (
    "passport_old", "fingerprints", "id_card", "photo_exit_entry", "household_book", "marriage_certificate",
    "household_book_destination", "dwelling_sponsor",
)  # fmt: skip


def story_1(person: int, signature: str, **changes: object) -> Filing:
    """Passport renewal and household move, one visit."""
    plain = {
        "person": person, "choices": (PASSPORT, MOVE), "form": FORM, "materials": materials(*STORY_1_MATERIALS),
        "signature": signature,
    }  # fmt: skip
    return Filing(**{**plain, **changes})

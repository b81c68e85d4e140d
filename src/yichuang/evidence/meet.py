"""What may be recorded about a proof that comes in after the submission. Pure.

国办函〔2016〕108号: checking a scan against its original lifts C to B. Nothing is ever lowered: what was seen stays seen.
"""

from yichuang.catalogue.definition import EvidenceType, Item, Need
from yichuang.evidence.trust import GRADES, MaterialState, Standing, standing
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label

COMES_IN = frozenset({MaterialState.SEEN, MaterialState.SCANNED, MaterialState.SHARED})
"""What can become of a proof later; to declare or to defer belongs to the submission."""
LADDER = "DCBA"
"""Grades from the least trust up."""


def check_met(evidence: EvidenceType, before: MaterialState | None, after: MaterialState, *, other_file: bool) -> None:
    """Refuse what proves nothing, and what does not raise the trust; a scan may be replaced by another one."""
    if after not in COMES_IN:
        raise Refusal("evidence.proves_nothing")
    replaces = after is MaterialState.SCANNED and before is MaterialState.SCANNED and other_file
    if before is not None and _trust(after) <= _trust(before) and not replaces:
        raise Refusal(
            "evidence.already_met",
            material_zh=evidence.name.zh,
            material_en=evidence.name.en,
            state_zh=label("material_state", before, "zh"),
            state_en=label("material_state", before, "en"),
        )


def _trust(state: MaterialState) -> int:
    """0 for what proves nothing yet, then D, C, B, A."""
    grade = GRADES.get(state)
    return LADDER.index(grade.value) + 1 if grade else 0


def answers(item: Item, evidence: EvidenceType, state: MaterialState) -> bool:
    """Whether ``state`` gives ``item`` what it asks of this proof, at a window.

    What a correction asked for beyond the item's own list is answered by any proof.
    """
    needs = [material.need for material in item.materials if material.evidence == evidence.key] or [Need.SHARED]
    return all(standing(need, state, biometric=evidence.biometric) is Standing.MET for need in needs)

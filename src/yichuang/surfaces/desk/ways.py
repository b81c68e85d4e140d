"""How a line of the material list may be met at this window: only the ways that its needs allow. Pure."""

from collections.abc import Mapping

from msgspec.structs import replace

from yichuang.applications.filing import Given
from yichuang.applications.merging import PlanMaterial
from yichuang.evidence.trust import MaterialState, Standing, standing

BY_HAND = (MaterialState.SEEN, MaterialState.SCANNED, MaterialState.DECLARED, MaterialState.TO_FOLLOW)
"""What a clerk may say of a material. That a register shared it, only the register says."""


def ways(line: PlanMaterial) -> tuple[MaterialState, ...]:
    """The states that meet the line for every item that needs it."""
    return tuple(state for state in BY_HAND if _serves(line, state))


def _serves(line: PlanMaterial, state: MaterialState) -> bool:
    biometric = line.evidence.biometric
    return all(standing(need, state, biometric=biometric) is not Standing.MISSING for need in line.needs.values())


def takes_scan(line: PlanMaterial) -> bool:
    """Whether a scan may be kept with it: everything but what is captured from the body."""
    return not line.evidence.biometric


def chosen(before: Given | None, state: MaterialState) -> Given:
    """What a clerk's choice makes of the line; a scan that is there stays."""
    kept = before or Given(MaterialState.MISSING)
    if state is kept.state:
        return kept
    return Given(state, originals=int(state is MaterialState.SEEN), file=kept.file)


def all_seen(lines: tuple[PlanMaterial, ...], given: Mapping[str, Given]) -> dict[str, Given]:
    """Every line that is still open, with its original seen or captured at the window."""
    fresh = {line.evidence.key: line for line in lines if _is_open(line, given.get(line.evidence.key))}
    return {key: _seen(line, given.get(key)) for key, line in fresh.items()}


def _is_open(line: PlanMaterial, given: Given | None) -> bool:
    return given is None or not _serves(line, given.state) or given.state is MaterialState.SCANNED


def _seen(line: PlanMaterial, before: Given | None) -> Given:
    kept = before or Given(MaterialState.MISSING)
    return replace(kept, state=MaterialState.SEEN, originals=line.originals, copies=line.copies, register="")

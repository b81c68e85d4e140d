"""Reads of the room: what stands on a material list, and who asked which register about a person."""

from collections.abc import Iterable
from datetime import datetime

from yichuang.evidence.models import Material, SharingLog


def materials_of(application: int) -> list[Material]:
    """The lines of an application's material list, in their order (one query)."""
    return list(Material.objects.filter(application_id=application).order_by("pk"))


def sharing_of(person_id: int, limit: int = 50) -> list[SharingLog]:
    """Every question put to a register about a person, newest first (one query); the person may ask for it."""
    return list(SharingLog.objects.filter(person_id=person_id).select_related("staff").order_by("-at", "-pk")[:limit])


def shared_since(person_id: int, evidence: Iterable[str], since: datetime) -> frozenset[str]:
    """Which of these proofs a register has supplied about the person since then (one query)."""
    wanted = frozenset(evidence)
    logs = SharingLog.objects.filter(person_id=person_id, at__gt=since, proofs__overlap=sorted(wanted))
    return frozenset(proof for proofs in logs.values_list("proofs", flat=True) for proof in proofs) & wanted

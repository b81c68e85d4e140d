"""Verb: ask for a verification of the whole record, and carry one out. One runs at a time."""

from datetime import datetime, timedelta

from django.db import transaction

from yichuang.applications.models import Application
from yichuang.cases.models import Case
from yichuang.cases.verify import Fault
from yichuang.cases.verify_files import verify_all
from yichuang.kernel.moment import now as present
from yichuang.organisation.actor import Actor
from yichuang.organisation.authority import require_role
from yichuang.organisation.terms import Role
from yichuang.surfaces.console.models import Verification

KEPT_FAULTS = 100
LONGEST_FAULT = 120
ABANDONED = timedelta(hours=6)
"""A run that has not ended after this time was cut short; another may be asked for."""


def ask_for_verification(actor: Actor, *, now: datetime) -> Verification:
    """Queue a run, or return the one under way. For auditors."""
    require_role(actor, Role.AUDITOR)
    from yichuang.surfaces.console.tasks import verify_record  # noqa: PLC0415 - the job in turn calls this module

    with transaction.atomic():
        Verification.objects.filter(ended_at=None, asked_at__lt=now - ABANDONED).update(ended_at=now)
        running = Verification.objects.filter(ended_at=None).first()
        if running is not None:
            return running
        expected = Case.objects.count() + Application.objects.count()
        asked = Verification.objects.create(asked_at=now, asked_by_id=actor.staff_id, expected=expected)
        verify_record.defer(run=asked.pk)
    return asked


def carry_out(run: int) -> None:
    """Verify everything, writing down after each page how far it has come."""
    found = Verification.objects.filter(pk=run)
    found.update(began_at=present(), streams=0, events=0)

    def say(streams: int) -> None:
        found.update(streams=streams)

    report = verify_all(say)
    found.update(
        ended_at=present(),
        streams=report.streams,
        events=report.events,
        fault_count=len(report.faults),
        faults=[_kept(fault) for fault in report.faults[:KEPT_FAULTS]],
    )


def _kept(fault: Fault) -> str:
    """As far as the column reaches: a row may differ in many columns."""
    return f"{fault.number or fault.stream}|{fault.seq}|{fault.kind}|{fault.row}"[:LONGEST_FAULT]


def latest(limit: int = 10) -> list[Verification]:
    """The last runs, newest first (one query)."""
    return list(Verification.objects.select_related("asked_by").order_by("-pk")[:limit])

"""What the registers had answered in the past days: logged as ``evidence.gather`` logs it, without asking a sandbox that
knows only today.
"""

from datetime import datetime

from yichuang.applications.filing import Filing
from yichuang.evidence.models import SharingLog
from yichuang.evidence.sharing import AskOutcome, Purpose, keep_until
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor
from yichuang.organisation.local_queries import rules_for


def log_shared(actor: Actor, filing: Filing, reference: str, now: datetime) -> None:
    """Log that the registers supplied every proof that ``filing`` says was shared."""
    shared = {key: given for key, given in filing.materials.items() if given.state is MaterialState.SHARED}
    if shared:
        SharingLog.objects.create(
            person_id=filing.person,
            staff_id=actor.staff_id,
            register="population",
            datasets=sorted({given.register for given in shared.values() if given.register}),
            purpose=Purpose.PROVE,
            reference=reference,
            outcome=AskOutcome.ANSWERED,
            fields=[],
            proofs=sorted(shared),
            at=now,
            keep_until=keep_until(local_date(now), rules_for(actor, now).sharing_keep),
        )

"""What the registers are asked for one visit: whatever its plan's form, questions and material list can take
from them.
"""

from datetime import datetime

from yichuang.applications.plan import Plan
from yichuang.evidence.gather import Gathered, gather
from yichuang.evidence.gathering import Wanted
from yichuang.organisation.actor import Actor


def wanted_by(plan: Plan) -> Wanted:
    """What ``plan`` would like to know. Pure."""
    return Wanted(
        paths=frozenset(field.element.prefill for field in plan.fields if field.element.prefill) | plan.answering.paths,
        proofs=frozenset(line.evidence.key for line in plan.materials) | plan.answering.proofs,
        items=frozenset(case.item.code for case in plan.cases),
    )


def ask_registers(actor: Actor, person: int, plan: Plan, reference: str, *, now: datetime) -> Gathered:
    """Ask all registers that ``plan`` calls for, at once; ``prefill`` of the answer goes into ``Filing.told``.

    ``reference`` is the id of the draft or the number of the application; it is on record with every question.
    """
    return gather(actor, person, wanted_by(plan), reference, now=now)

"""``/hand-overs``: hand everything of a visit out at one window, for one identity check and one signature."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Body, Router
from pydantic import Field

from yichuang.cases.status import DeliveryWay
from yichuang.delivery.hand_over import HandedOver, HandOver, hand_over
from yichuang.evidence.gates import FILE, SEE
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api.auth import WORKING
from yichuang.surfaces.api.border import inward, schema_of
from yichuang.surfaces.api.fields import Id, IdempotencyKey, Key, Number, Sent, Sm3, Term
from yichuang.surfaces.api.gates import CHECK, REST_ON
from yichuang.surfaces.api.once import Sent as Asked
from yichuang.surfaces.api.once import canonical, once
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["cases"])
Name = Annotated[Term, Field(min_length=1, max_length=100)]


class HandOverBody(Sent):
    """What is handed out, to whom, against what."""

    cases: list[Number] = Field(min_length=1, max_length=50)
    receiver: Name = Field(description="Name of whoever takes the results.")
    receiver_relation: Name = "self"
    identity_check: Id = Field(description="As `/persons/identify` answered it.")
    signature: Sm3 = Field(description="SM3 of the signature, stored through `/files` with `signer`.")
    surrendered: dict[Number, list[Key]] = Field(
        {}, max_length=50, description="Old documents taken in, by case number."
    )
    not_surrendered_because: dict[Number, Term] = Field({}, max_length=50, description="By case number.")
    way: DeliveryWay = DeliveryWay.WINDOW
    shown: dict[Number, list[Key]] = Field(
        {}, max_length=50, description="What somebody else showed to fetch them, by case number."
    )


@router.post("", response=answers(schema_of(HandedOver), WRITE), auth=WORKING, operation_id="hand_over")
def hand_over_results(request: HttpRequest, wanted: Annotated[HandOverBody, Body()], key: IdempotencyKey) -> HandedOver:
    """Hand out all of these cases' results, or none."""
    actor, moment = current_actor(request), now()
    asked = Asked(actor, key, "hand over", canonical(wanted.model_dump(mode="json")), moment)
    FILE.open(actor, wanted.signature, SEE)
    CHECK.open(actor, wanted.identity_check, REST_ON)
    meant = inward(wanted, HandOver)
    return once(asked, lambda inner: hand_over(actor, meant, key=inner, now=moment))

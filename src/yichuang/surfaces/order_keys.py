"""The idempotency key of an order from a screen: made of who orders, what is ordered, and the key that the screen sent.

Nobody meets another's key, and a key that comes again with another order is another order: it is judged on its own and
never answered with what became of the first.
"""

from msgspec import json

from yichuang.kernel.crypto import sm3
from yichuang.kernel.errors import Refusal
from yichuang.organisation.actor import Actor

LONGEST = 64
"""Characters of the screen's own key; a uuid has far fewer."""
SHOWN = 40
"""Hexadecimal digits of the digest: 160 bits, with room for a case number behind them."""


def order_key(face: str, actor: Actor, sent: str, *ordered: object) -> str:
    """The key under which the verbs know the order. Refusal("office.bad_order") without a key or with an endless one."""
    own = sent.strip()
    if not own or len(own) > LONGEST:
        raise Refusal("office.bad_order")
    content = json.encode((actor.staff_id, own, ordered), order="sorted")
    return f"{face}/{sm3(content).hex()[:SHOWN]}"

"""Two items that have something in every field, however deep, and no field alike; and all that lies between them."""

from typing import Any

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tests.catalogue.builders import item

W, V = {"zh": "甲", "en": "one"}, {"zh": "乙", "en": "other"}
DAYS, HOURS = {"amount": 3, "unit": "working_day", "basis": "法"}, {"amount": 4, "unit": "hour", "basis": "例"}
ONE = item(
    codes={"basic": "1", "implementation": "2", "handling": "3"},
    limits={
        **dict.fromkeys(("promised", "statutory", "norm", "longer"), DAYS),
        "promised_when": [{**DAYS, "when": "age > 60"}, {**DAYS, "when": "age < 7"}],
        "longer_by": "city",
        "longer_for": W,
        "uncounted": "法",
    },
    situations=[
        {"key": "q", "question": W, "when": "agent", "options": [
            {"value": "a", "label": W, "known": "agent"}, {"value": "b", "label": W, "known": "guardian"},
        ]},
        {"key": "r", "question": W, "when": "guardian", "options": [{"value": "c", "label": W, "known": "agent"}]},
    ],
    form=[{"element": key, "when": "agent"} for key in ("applicant_name", "applicant_phone")],
    materials=[
        {"evidence": key, "need": "shared", "copies": 1, "when": "agent", "source": "ds-01", "note": W, "reason": W}
        for key in ("id_card", "photo")
    ],
    fee={"rules": [
        {"amount": 5, "label": label, "when": "agent", "basis": "价"} for label in (W, V)
    ], "note": "注"},
    steps=[
        {"key": key, "name": W, "act": "examine", "level": "county", "after": ["x", "y"], "line": "traffic",
         "limit": DAYS, "external": W, "when": "agent"} for key in ("s", "t")
    ],
    outputs=[
        {"key": key, "name": W, "validity_note": "注", "surrenders": "id_card", "step": "s", "sample": "a.png",
         "validity": [{"years": 1, "months": 1, "days": 1, "when": "agent"}, {"years": 2}],
         "collected_by": ["agent"], "collected_with": ["id_card"], "collected_basis": "法"} for key in ("o", "p")
    ],
    rules=[
        {"key": key, "when": "agent", "effect": "warn", "message": W, "source": "法"} for key in ("m", "n")
    ],
    faqs=[{"question": W, "answer": W}, {"question": V, "answer": W}],
    checks=["ds-12"],
    legal_basis=["法"], depends_on=["a-b"], unverified=["fee"], local=["visits"], free=["scope"], successor_of=["c-d"],
    min_age=3, risks=["money"], remedies=W, confidence="high", evidence_note="注", note="注",
)  # fmt: skip


def other_of(value: Any) -> Any:
    """A value of the same kind that differs, in the order and under the keys that the first has."""
    if isinstance(value, Struct):
        kept = {"key", "element", "evidence", "value"}
        changed = {name: getattr(value, name) for name in value.__struct_fields__ if name not in kept}
        return replace(value, **{name: other_of(each) for name, each in changed.items()})
    if isinstance(value, tuple):
        return tuple(map(other_of, value))
    if hasattr(type(value), "__members__"):
        return next((each for each in type(value) if each is not value), value)
    if isinstance(value, bool) or value is None:
        return value if value is None else not value
    return value + 1 if isinstance(value, int) else f"{value}…"


OTHER = other_of(ONE)


@st.composite
def mixed(draw: st.DrawFn, one: Any = ONE, other: Any = OTHER) -> Any:
    """Some of the one and some of the other, field by field and entry by entry; entries also missing and moved."""
    if isinstance(one, Struct) and type(one) is type(other):
        names = [name for name in one.__struct_fields__ if name not in {"code", "version", "first_status"}]
        taken = draw(st.lists(st.sampled_from(names), unique=True, max_size=5))
        return replace(one, **{name: draw(mixed(getattr(one, name), getattr(other, name))) for name in taken})
    if isinstance(one, tuple) and one and isinstance(one[0], Struct):
        entries = [draw(mixed(*pair)) for pair in zip(one, other, strict=True)]
        kept = draw(st.permutations(entries))
        return tuple(kept[: draw(st.integers(0, len(kept)))])
    return draw(st.sampled_from([one, other]))

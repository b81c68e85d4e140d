"""What the population register said of the person at the window, as the draft keeps it and the screen shows it. Pure but
for the active language.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct, json

from yichuang.applications.filing import Filing, Given
from yichuang.evidence.sharing import SOURCE, AskOutcome, Named
from yichuang.evidence.standing import PROOF, Standing
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.identifiers import normalise
from yichuang.kernel.vocabulary import label
from yichuang.people.terms import Capacity, GuardianBasis

OUTCOME, CAPACITY, GUARDIANS = "standing.outcome", "standing.capacity", "standing.guardians"
MARKS = frozenset({OUTCOME, CAPACITY, GUARDIANS})
"""Places in ``Filing.told`` that no form asks for; they leave no trace in what is submitted."""
DATASET = "ds-01"
BASES = {
    "father": GuardianBasis.PARENT, "mother": GuardianBasis.PARENT, "grandparent": GuardianBasis.RELATIVE,
}  # fmt: skip
"""What a guardianship rests on where the register's word alone tells it; for any other, a person looks at the document."""


class Shown(Struct, frozen=True):
    """What the screen says of it."""

    look: str
    """Value of the list ``desk_standing``."""
    guardians: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return label("desk_standing", self.look)


def told(standing: Standing | None) -> dict[str, tuple[str, str]]:
    """What the draft keeps: the answer, and what it fills in of the form."""
    if standing is None:
        return {}
    kept = {OUTCOME: standing.outcome.value, CAPACITY: standing.capacity.value}
    if standing.guardians:
        first = standing.guardians[0]
        kept[GUARDIANS] = json.encode(standing.guardians).decode()
        kept |= {"guardian.name": first.name, "guardian.id_number": first.number, "guardian.relation": first.relation}
    return {path: (value, SOURCE) for path, value in kept.items()}


def proofs(standing: Standing | None) -> dict[str, Given]:
    """What nobody has to bring because of it."""
    return {PROOF: Given(MaterialState.SHARED, register=DATASET)} if standing and standing.proved else {}


def shown(filing: Filing) -> Shown | None:
    """What the screen says; None where the register was not asked."""
    outcome = _value(filing.told, OUTCOME)
    if not outcome:
        return None
    if outcome != AskOutcome.ANSWERED:
        return Shown(outcome)
    ward = _value(filing.told, CAPACITY) != Capacity.FULL
    return Shown("ward" if ward else "full", tuple(each.name for each in _named(filing.told)))


def basis_of(filing: Filing, number: str) -> GuardianBasis | None:
    """On what the person with this number is the guardian by the register's word; None where it does not say."""
    relation = next((each.relation for each in _named(filing.told) if normalise(each.number) == normalise(number)), "")
    return BASES.get(relation)


def without(paths: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """``paths`` without what only the screen needs."""
    return {path: each for path, each in paths.items() if path not in MARKS}


def _named(told_of: Mapping[str, tuple[str, str]]) -> Iterable[Named]:
    text = _value(told_of, GUARDIANS)
    return json.decode(text, type=tuple[Named, ...]) if text else ()


def _value(told_of: Mapping[str, tuple[str, str]], path: str) -> str:
    return told_of[path][0] if path in told_of else ""

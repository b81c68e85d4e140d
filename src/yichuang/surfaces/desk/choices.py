"""What the desk's own forms offer."""

from typing import Any

from yichuang.kernel.identifiers import Sex
from yichuang.kernel.vocabulary import label, labels
from yichuang.people.terms import GuardianBasis, IdType

SELF = "self"


def manual_choices() -> dict[str, Any]:
    """What the form of the check by hand offers."""
    return {
        "id_types": [(each.value, label("id_type", each)) for each in IdType],
        "sexes": [("", label("desk_word", "choose")), *((each.value, label("sex", each)) for each in Sex)],
    }


def guardian_bases() -> list[tuple[str, str]]:
    """What a guardianship may rest on."""
    return [(each.value, label("guardian_basis", each)) for each in GuardianBasis]


def relations() -> list[tuple[str, str]]:
    """How a receiver who is another stands to the person whose results they take; nothing is chosen for the clerk."""
    return [
        ("", label("desk_word", "choose")),
        *((value, label("receiver_relation", value)) for value in labels()["receiver_relation"] if value != SELF),
    ]

"""What a desk, a portal or an integrator hands in: the person's wishes, the one form, the materials, the signature."""

from collections.abc import Mapping

from msgspec import Struct

from yichuang.evidence.trust import MaterialState


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """One chosen item with the answers to its own questions."""

    item: str
    answers: Mapping[str, str] = {}
    version: int | None = None
    """The version the draft was begun under; None = the published one."""


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """What the person gave for one line of the material list."""

    state: MaterialState
    originals: int = 0
    copies: int = 0
    register: str = ""
    file: str = ""
    """SM3 of a stored file."""


class Filing(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything of one application."""

    person: int
    choices: tuple[Choice, ...]
    form: Mapping[str, str] = {}
    materials: Mapping[str, Given] = {}
    """By evidence type."""
    signature: str = ""
    """SM3 of the stored signature image."""
    channel: str = "window"
    agent: int | None = None
    """Person id of an authorised agent who files."""
    guardian: int | None = None
    """Person id of the guardian who files or accompanies."""
    organisation: int | None = None
    """Id of the organisation that applies; the person is then who has come for it: 法定代表人 or 经办人."""
    make_up_days: int = 0
    """容缺: working days in which what follows will be there."""
    urgent: str = ""
    """Why the green channel is asked for."""
    told: Mapping[str, tuple[str, str]] = {}
    """What registers answered, by prefill path: (value, source). Filled by the platform, never by the one who files."""

    @property
    def answers(self) -> dict[str, str]:
        """All answers together: questions that mean the same bear the same key in every item."""
        return {key: value for choice in self.choices for key, value in choice.answers.items() if value}

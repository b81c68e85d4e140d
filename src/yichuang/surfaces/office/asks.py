"""What a dialog asks before its command can be given: the questions of each action, as data."""

from msgspec import Struct

from yichuang.cases.clock import longer_under
from yichuang.cases.outcome import longest_extension, procedures
from yichuang.cases.remedies import remedies
from yichuang.cases.signing import holdings
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import Action, Verdict
from yichuang.catalogue.definition import Item, Limits
from yichuang.kernel.vocabulary import label, labels
from yichuang.surfaces.office.offers import decides, removable, returnable
from yichuang.surfaces.story.deadline import amount, article
from yichuang.surfaces.story.names import Names, evidence, said


class Question(Struct, frozen=True):
    """One field of a dialog."""

    name: str
    kind: str
    """long, number, one, many, colleague, colleagues."""
    label: str
    hint: str = ""
    value: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def optional(self) -> bool:
        """Whether it may stay empty."""
        return not self.required

    @property
    def first(self) -> str:
        """The choice that is ticked at first: the only one, or the nearest step to go back to."""
        return self.choices[0][0] if self.choices else ""


class Ask(Struct, frozen=True):
    """One dialog."""

    action: Action
    step: str
    title: str
    word: str
    """What its button says."""
    questions: tuple[Question, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    grave: bool = False
    waits: bool = True
    """Whether it can be undone for five seconds."""


_Fields = tuple[tuple[str, str], ...]
FIELDS: dict[Action, _Fields] = {
    Action.RETURN: (("to_step", "one"), ("reason", "long")),
    Action.TAKE_BACK: (("holder", "one"), ("reason", "long")),
    Action.TRANSFER: (("to", "colleague"), ("reason", "long")),
    Action.DELEGATE: (("to", "colleague"), ("reason", "long")),
    Action.ASSIGN: (("staff", "colleagues"),),
    Action.ADD_SIGNER: (("staff", "colleague"), ("note", "short")),
    Action.REMOVE_SIGNER: (("staff", "one"), ("reason", "long")),
    Action.COPY: (("staff", "colleague"), ("note", "short")),
    Action.URGE: (("text", "long"),),
    Action.RECALL: (("reason", "long"),),
    Action.SUSPEND: (("reason", "long"),),
    Action.START_SPECIAL: (("procedure", "one"), ("days", "number"), ("reason", "long")),
    Action.END_SPECIAL: (("result", "long"),),
    Action.EXTEND: (("days", "number"), ("reason", "long")),
    Action.ASK_CORRECTION: (("missing", "many"), ("text", "long")),
    Action.REFUSE_ACCEPTANCE: (("reason", "long"), ("remedies", "long")),
    Action.NOT_OURS: (("agency", "short"),),
    Action.WITHDRAW: (("reason", "long"),),
    Action.TERMINATE: (("reason", "long"),),
    Action.VOID: (("reason", "long"),),
    Action.OPINE: (("comment", "long"),),
}
SENT_AS = {"to_step": "to"}
"""Questions whose field in the command has another name."""
OPTIONAL = frozenset({"note"})
GRAVE = frozenset({Action.RETURN, Action.TERMINATE, Action.VOID, Action.REFUSE_ACCEPTANCE, Action.WITHDRAW})
AT_ONCE = frozenset({
    Action.COPY, Action.URGE, Action.ADD_SIGNER, Action.REMOVE_SIGNER, Action.RECALL, Action.ASSIGN, Action.TAKE_BACK,
})  # fmt: skip
"""What need not wait: it can be taken back by an action of its own, or only tells somebody."""
ANYBODY = frozenset({Action.DELEGATE, Action.ADD_SIGNER, Action.COPY})
"""Who is asked only to speak or to know needs no grant of the line."""


def undo_words(name: str, word: str) -> str:
    """What the notice says while a decision can still be taken back."""
    return label("undo", "one").format(name=name, word=word)


def ask(action: Action, state: CaseState, item: Item, step: StepState | None, names: Names) -> Ask:
    """The dialog of ``action``."""
    fields = FIELDS[action]
    if action is Action.ASK_CORRECTION and state.corrections:
        fields = (*fields, ("again_because", "long"))
    return Ask(
        action=action,
        step=step.key if step else "",
        title=label("action", action),
        word=label("action", action),
        questions=tuple(_question(name, kind, action, state, item, step, names) for name, kind in fields),
        grave=action in GRAVE,
        waits=action not in AT_ONCE,
    )


def opinion(verdict: Verdict, step: StepState, kind: str) -> Ask:
    """The dialog of an opinion; at the deciding step a disagreement is the refusal, with reasons and remedies."""
    binding = decides(step) and kind != "delegate"
    refuses = binding and verdict is Verdict.DISAGREE
    questions = (_reasons(), _remedies()) if refuses else (_comment(required=verdict is Verdict.DISAGREE),)
    words = "approve" if verdict is Verdict.AGREE else "against"
    word = label(words, step.act if kind == "principal" else "opinion")
    return Ask(
        Action.OPINE, step.key, word, word, questions, (("verdict", verdict.value),), grave=verdict is Verdict.DISAGREE
    )


def _comment(*, required: bool) -> Question:
    hint = "" if required else label("ask_hint", "comment")
    return Question("comment", "long", label("ask_field", "comment"), hint, required=required)


def _reasons() -> Question:
    return Question("comment", "long", label("ask_field", "reasons"), label("ask_hint", "reasons"))


def _remedies() -> Question:
    return _with_remedies("refuse")


def _with_remedies(act: str) -> Question:
    return Question(
        "remedies", "long", label("ask_field", "remedies"), label("ask_hint", "remedies"), remedies()[act].zh
    )


def _question(
    name: str, kind: str, action: Action, state: CaseState, item: Item, step: StepState | None, names: Names
) -> Question:
    if name == "remedies":
        return _with_remedies("refuse_acceptance")
    words = "extend_days" if (action, name) == (Action.EXTEND, "days") else name
    return Question(
        name=SENT_AS.get(name, name),
        kind=kind,
        label=label("ask_field", words),
        hint=_extending(state.limits) if words == "extend_days" else _hint(words, action),
        required=name not in OPTIONAL,
        choices=_choices(name, state, item, step, names),
    )


def _hint(name: str, action: Action) -> str:
    """The hint of a field, or what must be known of the action at its reason."""
    hints = labels()["ask_hint"]
    found = action.value if name == "reason" and action.value in hints else name
    return label("ask_hint", found) if found in hints else ""


def _extending(limits: Limits) -> str:
    """How long the item's own law lets a case take longer, and for what; else art. 42 of the Licensing Law."""
    unit = limits.longer.unit if limits.longer and limits.statutory else None
    longest, law = amount(longest_extension(limits), unit), article(longer_under(limits))
    rule = label("ask_hint", "extend_days").format(longest=longest, law=law)
    why = said(limits.longer_for) if limits.longer_for else ""
    return label("ask_hint", "extend_for").format(rule=rule, why=why) if why else rule


def _choices(
    name: str, state: CaseState, item: Item, step: StepState | None, names: Names
) -> tuple[tuple[str, str], ...]:
    if name == "to_step" and step:
        words = {each.key: said(each.name) for each in item.steps}
        return tuple((each.key, words.get(each.key, each.key)) for each in returnable(state, step.key))
    if name == "staff" and step:
        return tuple((str(slot.staff), names.staff(slot.staff)) for slot in removable(step))
    if name == "holder" and step:
        return tuple((str(slot.staff), names.staff(slot.staff)) for slot in holdings(step))
    if name == "procedure":
        return tuple((kind.value, label("special_kind", kind)) for kind in procedures(state.limits))
    kinds = {"missing": [each.evidence for each in item.materials], "supplied": [*state.missing, *state.deferred]}
    return tuple((key, evidence(key)) for key in kinds.get(name, []))

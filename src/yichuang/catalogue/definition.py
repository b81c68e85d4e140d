"""What a service item is (事项): the typed shape of one YAML file under ``definitions/<line>/<code>.yaml``.

Pure data. The loader fills these structures, the linter judges them, the Plan and the engine read them; nothing here
decides anything. Conditions are CEL expressions over the names listed in :mod:`yichuang.catalogue.conditions`.

Source of the vocabulary: GB/T 39046-2020 table 4 and Annex A; C0109-2018; docs/glossary.md.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from yichuang.catalogue.codes import Codes
from yichuang.catalogue.limits import Limit, Limits, PromisedWhen, Unit
from yichuang.catalogue.photo_norm import PhotoNorm
from yichuang.catalogue.terms import Age, Amount, Code, Collector, Few, Level, ResultKind, Risk, Text

__all__ = ["Level", "Limit", "Limits", "PromisedWhen", "Text", "Unit"]
"""What stands elsewhere because others rest on it, and is known by this address."""


class Line(StrEnum):
    """警种: the business line that owns an item. Authority is granted line by line."""

    HOUSEHOLD = "household"
    EXIT_ENTRY = "exit_entry"
    TRAFFIC = "traffic"
    PUBLIC_ORDER = "public_order"
    CRIMINAL = "criminal"
    NARCOTICS = "narcotics"
    DETENTION = "detention"
    INTERNAL_SECURITY = "internal_security"
    CYBER = "cyber"
    LEGAL = "legal"
    DOGS = "dogs"
    PERSONNEL = "personnel"
    ECONOMIC = "economic"
    INSPECTION = "inspection"
    BORDER = "border"
    PATROL = "patrol"


class ItemKind(StrEnum):
    """事项类型, GB/T 39046 A.1 (01 许可, 05 给付, 07 确认, 10 其他, 20 公共服务)."""

    LICENCE = "licence"
    BENEFIT = "benefit"
    CONFIRMATION = "confirmation"
    OTHER_POWER = "other_power"
    PUBLIC_SERVICE = "public_service"


class Handling(StrEnum):
    """办件类型, GB/T 39046 A.6."""

    ON_THE_SPOT = "on_the_spot"
    COMMITMENT = "commitment"


class StepAct(StrEnum):
    """What a step does. A route has exactly one ACCEPT first and exactly one DECIDE."""

    ACCEPT = "accept"
    EXAMINE = "examine"
    DECIDE = "decide"
    PRODUCE = "produce"
    ISSUE = "issue"


class Signing(StrEnum):
    """How many of a step's officers must agree: one, any one of several (或签), all of them (会签)."""

    ONE = "one"
    ANY = "any"
    ALL = "all"


class Subject(StrEnum):
    """服务对象."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Channel(StrEnum):
    """办理渠道."""

    WINDOW = "window"
    ONLINE = "online"
    KIOSK = "kiosk"
    MAIL = "mail"
    AGENT = "agent"
    HOME = "home"


class Scope(StrEnum):
    """通办范围: how far from its home an application may be received."""

    LOCAL = "local"
    CITY = "city"
    PROVINCE = "province"
    NATIONWIDE = "nationwide"


class Need(StrEnum):
    """How a material may be met, after the tables' marks: [E] shareable, [R] must be produced, [C] 容缺 may follow,
    [P] replaceable by 告知承诺. A biometric that must be produced can never follow.
    """

    SHARED = "shared"
    PRODUCED = "produced"
    DEFERRABLE = "deferrable"
    DECLARABLE = "declarable"


class Effect(StrEnum):
    """What a rule does when its condition holds."""

    REFUSE = "refuse"
    REVIEW = "review"
    WARN = "warn"


class ItemStatus(StrEnum):
    """事项状态, C0109: 1 在用, 2 暂停, 3 取消."""

    IN_USE = "in_use"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a situation question."""

    value: str
    label: Text
    known: str = ""
    """Condition under which this is the answer and nobody is asked (已知答案): of a question, the first option whose
    condition holds. It reads what registers, proofs and the office tell, never another answer.
    """


class Situation(Struct, frozen=True, forbid_unknown_fields=True):
    """A question (情形) whose answer changes materials, steps, fee or limit. Answers are read in conditions as
    ``answers.<key>``.
    """

    key: str
    question: Text
    options: tuple[Option, ...]
    when: str = ""
    """Condition under which the question is asked; empty = always."""


class FormField(Struct, frozen=True, forbid_unknown_fields=True):
    """A place of the form that is filled by one shared data element (数据元) of ``elements.yaml``."""

    element: str
    required: bool = True
    when: str = ""


class Material(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the material list (材料)."""

    evidence: str
    """Key of an evidence type in ``evidence_types.yaml``; two items that need the same type share one line."""
    need: Need
    originals: Few = 1
    copies: Few = 0
    when: str = ""
    source: str = ""
    """Key of the register (``ds-01``…) that can supply it, if any."""
    note: Text | None = None
    reason: Text | None = None
    """Why the person must bring it although a register could supply it (国务院令第716号 art. 7)."""


class FeeRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A fee line; the first one whose condition holds counts. Amounts in whole yuan (CNY)."""

    amount: Amount
    label: Text
    when: str = ""
    basis: str = ""


class Fee(Struct, frozen=True, forbid_unknown_fields=True):
    """收费. ``unverified`` where the tables leave the amount blank: then no sum is shown as certain."""

    rules: tuple[FeeRule, ...] = ()
    note: str = ""
    unverified: bool = False


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the route (环节). ``after`` lists the steps that must be done first; several steps after the same one
    run in parallel, a step after several joins them.
    """

    key: str
    name: Text
    act: StepAct
    level: Level
    after: tuple[str, ...] = ()
    line: Line | None = None
    """The line that carries the step when it is not the item's own."""
    signing: Signing = Signing.ONE
    limit: Limit | None = None
    external: Text | None = None
    """The party or line system where the step is not done in this house."""
    when: str = ""


class Validity(Struct, frozen=True, forbid_unknown_fields=True):
    """How long an output is valid; the first one whose condition holds counts. None of the three = no end date."""

    years: Amount = 0
    months: Amount = 0
    days: Amount = 0
    when: str = ""


class Output(Struct, frozen=True, forbid_unknown_fields=True):
    """A result document (结果证照/文书)."""

    key: str
    name: Text
    electronic: bool = False
    paper: bool = True
    validity: tuple[Validity, ...] = ()
    validity_note: str = ""
    surrenders: str = ""
    """Evidence type of the old document that the law makes the person hand in at pick-up (居民身份证法 art. 11)."""
    step: str = ""
    """Key of the step that makes it, where not every route has that step: without it this result is not made. Empty =
    ready with the whole.
    """
    kind: ResultKind = ResultKind.CERTIFICATE
    collected_by: tuple[Collector, ...] = ()
    """Who may fetch it in the person's stead (代领); empty = whoever holds their mandate. Guardians always may."""
    collected_with: tuple[str, ...] = ()
    """Evidence types that somebody else shows besides their own ID card."""
    collected_basis: str = ""
    """The article that says so."""
    sample: str = ""
    """Name of the picture that shows what it looks like (结果样本); the bureau's own to supply."""


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """An eligibility rule: refuses, sends to review, or warns when its condition holds."""

    key: str
    when: str
    effect: Effect
    message: Text
    source: str


class Faq(Struct, frozen=True, forbid_unknown_fields=True):
    """常见问题: what people ask about an item, answered from its own facts."""

    question: Text
    answer: Text
    """``{promised}``, ``{statutory}`` and ``{fee}`` are filled in from the item where people read it."""


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """A service item (事项) as one version of it stands."""

    code: Code
    name: Text
    line: Line
    kind: ItemKind
    handling: Handling
    subjects: Annotated[tuple[Subject, ...], Meta(min_length=1)]
    limits: Limits
    channels: Annotated[tuple[Channel, ...], Meta(min_length=1)]
    scope: Scope
    steps: tuple[Step, ...]
    outputs: tuple[Output, ...] = ()
    situations: tuple[Situation, ...] = ()
    form: tuple[FormField, ...] = ()
    materials: tuple[Material, ...] = ()
    checks: tuple[str, ...] = ()
    """Keys of the registers that the back office looks into (数据核查), beside those that supply a material or fill the form."""
    fee: Fee = Fee()
    rules: tuple[Rule, ...] = ()
    visits: Few = 1
    high_frequency: bool = False
    stationed: bool = True
    legal_basis: tuple[str, ...] = ()
    agent_allowed: bool = False
    min_age: Age | None = None
    first_status: ItemStatus = ItemStatus.IN_USE
    """State in which the item is first published; afterwards its state is the bureau's own."""
    depends_on: tuple[Code, ...] = ()
    """Items that, when filed in the same application, must be granted before this one's decision steps open."""
    confidence: str = ""
    evidence_note: str = ""
    note: str = ""
    unverified: tuple[str, ...] = ()
    """Names of fields that the source tables leave open (待核, unverified, blank)."""
    local: tuple[str, ...] = ()
    """Names of fields that are each city's own to set; what stands there is an example until the bureau fills it."""
    free: tuple[str, ...] = ()
    """Names of fields that a lower layer may change in either direction, not only for the better of the person."""
    codes: Codes = Codes()
    topics: tuple[str, ...] = ()
    """服务主题: keys of the list ``topic`` in ``labels.yaml``."""
    visit_reason: Text | None = None
    """Why the person must come at all (到现场原因), where ``visits`` is not 0."""
    online_payment: bool = False
    faqs: tuple[Faq, ...] = ()
    risks: tuple[Risk, ...] = ()
    remedies: Text | None = None
    """How to object (复议、诉讼、申诉) where the item's law says other than its kind's (``remedies.yaml``)."""
    successor_of: tuple[Code, ...] = ()
    """Codes of the items that this one was split from or merged out of."""
    version: int = 1


class Element(Struct, frozen=True, forbid_unknown_fields=True):
    """A shared data element (数据元) of ``elements.yaml``: asked once however many items need it."""

    key: str
    name: Text
    type: str
    """text, date, citizen_id, phone, address, choice, number, boolean, uscc, document_no, photo, long_text."""
    group: str
    """Subject under which the form shows it: a value of the list ``element_group`` in ``labels.yaml``."""
    prefill: str = ""
    """Path of the fact that fills it: ``person.name``, ``register.population.address`` …; empty = the person says."""
    options: tuple[Option, ...] = ()
    max_length: Annotated[int, Meta(ge=1, le=100_000)] = 100
    past: bool = False
    """Of a date: a day that has been; one in the future is refused."""
    other_than: str = ""
    """Key of the element whose value it never repeats, such as the number of another person than the applicant."""
    hint: Text | None = None
    gb_name: str = ""
    """Name in GB/T 39046 where it has one."""


class EvidenceType(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of proof (材料类型) of ``evidence_types.yaml``."""

    key: str
    name: Text
    aliases: tuple[str, ...] = ()
    """Other Chinese names under which the tables list the same proof."""
    register: str = ""
    """Key of the data source that can supply it."""
    biometric: bool = False
    """Captured from the body (portrait, fingerprints): never 容缺."""
    generated: bool = False
    """Made by the system from the form (系统生成): never asked of the person."""
    photo: PhotoNorm | None = None
    """Of a portrait: what its file must be like. One that is not is taken again on site and never refused."""

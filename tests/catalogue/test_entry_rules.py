"""What a bureau's own data element or kind of proof may be; how such entries go out and come in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.catalogue.builders import element, item, proof, shelf
from tests.catalogue.own_entry import ASKING, BERTH, PERMIT, bringing
from yichuang.catalogue import own_entries
from yichuang.catalogue.changes.entering import entry_words, laid_in
from yichuang.catalogue.definition import Element, EvidenceType, Text
from yichuang.catalogue.entry_rules import faults, keeps_meaning, unfit
from yichuang.catalogue.exchange.archive import read, write, zipped
from yichuang.catalogue.exchange.entry_sheets import entry_layout
from yichuang.catalogue.exchange.report import mapping
from yichuang.catalogue.exchange.workbook import read_workbook, write_workbook
from yichuang.catalogue.loader import catalogue, national, shipped
from yichuang.catalogue.own_entries import NONE, Dictionary, OwnEntries

# --- what an own entry may be -----------------------------------------------------------------------------------------

KEYS = st.from_regex(r"\Ayl_[a-z0-9]{1,8}\Z")
SAID = st.text("甲乙丙丁戊 abc=+、", min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = st.builds(Text, zh=SAID, en=SAID)
OPTIONS = st.dictionaries(KEYS, WORDS, min_size=2, max_size=4)
ELEMENTS = st.builds(
    lambda key, name, kind, length, hint, options: element(
        key, name={"zh": name.zh, "en": name.en}, type=kind, max_length=length,
        hint={"zh": hint.zh, "en": hint.en} if hint else None,
        options=[{"value": value, "label": {"zh": each.zh, "en": each.en}} for value, each in options.items()]
        if kind == "choice" else [],
        past=kind == "date", other_than="applicant_name" if kind == "text" else "",
    ),
    KEYS, WORDS, st.sampled_from(["text", "date", "number", "choice", "boolean", "address"]),
    st.integers(1, 100_000), WORDS | st.none(), OPTIONS,
)  # fmt: skip
PROOFS = st.builds(
    lambda key, name, aliases: proof(key, name={"zh": name.zh, "en": name.en}, aliases=aliases),
    KEYS, WORDS, st.lists(SAID.filter(lambda said: "、" not in said), max_size=3, unique=True),
)  # fmt: skip
OWNED = st.builds(
    lambda elements, proofs: OwnEntries({each.key: each for each in elements}, {each.key: each for each in proofs}),
    st.lists(ELEMENTS, min_size=1, max_size=4), st.lists(PROOFS, max_size=4),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(OWNED)
def test_whatever_is_fit_goes_out_in_a_workbook_and_comes_in_as_it_was(tmp_path_factory, own):
    assert all(faults(entry) == () for _, entry in own_entries.each_of(own))
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_workbook([ASKING], path, own)
    taken = read_workbook(path)
    assert taken.errors == ()
    assert (taken.entries.elements, taken.entries.evidence_types) == (own.elements, own.evidence_types)


@settings(max_examples=15, deadline=None)
@given(OWNED)
def test_an_archive_takes_them_along_and_goes_round_byte_by_byte(tmp_path_factory, own):
    path = tmp_path_factory.mktemp("round") / "a.zip"
    found = laid_in(shelf(ASKING), own)
    write(found, path)
    again = read(path)
    assert zipped(again) == path.read_bytes()
    report = mapping(again, shelf())
    assert (report.entries.elements, report.entries.evidence_types) == (own.elements, own.evidence_types)
    assert report.same_terms == len(shipped().elements) + len(shipped().evidence_types)
    assert mapping(again, found, own).term_counts == {"new": 0, "changed": 0, "same": report.same_terms + own.count}


def test_an_archive_without_dictionaries_still_comes_in(tmp_path):
    write(shelf(item()), tmp_path / "room")
    for name in ("elements.yaml", "evidence_types.yaml"):
        (tmp_path / "room" / name).unlink()
    report = mapping(read(tmp_path / "room"), shelf())
    assert (report.wanted, report.refused, report.term_counts["same"]) == (("t-item",), (), 0)


UNSAFE = {
    "a register that fills it": (element(prefill="register.population.address"), "prefill"),
    "an answer that a register knows": (
        element(type="choice", options=[
            {"value": "a", "label": {"zh": "甲", "en": "A"}, "known": "age > 1"},
            {"value": "b", "label": {"zh": "乙", "en": "B"}},
        ]), "options.known",
    ),
    "a picture": (element(type="photo"), "type"),
    "an identity number as plain text": (element(name={"zh": "同住人身份证号", "en": "ID number"}), "type"),
    "a phone number as plain text": (element(name={"zh": "紧急联系电话", "en": "Emergency phone"}), "type"),
    "a passport number as plain text": (element(name={"zh": "同行人护照号", "en": "Passport number"}), "type"),
    "a bank account": (element(name={"zh": "银行账号", "en": "Bank account"}), "type"),
    "a fingerprint": (element(name={"zh": "指纹编号", "en": "Fingerprint"}), "type"),
    "an unknown group": (element(group="nowhere"), "group"),
    "a key in capitals": (element("YL-Berth"), "key"),
    "no English": (element(name={"zh": "泊位号", "en": " "}), "name"),
    "a text that is to be past": (element(past=True), "past"),
    "a choice of nothing": (element(type="choice"), "options"),
    "options of a text": (element(options=[{"value": "a", "label": {"zh": "甲", "en": "A"}}]), "options"),
    "a register that supplies it": (proof(register="ds-01"), "register"),
    "captured from the body": (proof(biometric=True), "biometric"),
    "measured as a portrait": (replace(PERMIT, photo=shipped().evidence_types["photo"].photo), "biometric"),
    "made by the system": (proof(generated=True), "generated"),
    "another name twice": (proof(aliases=["甲", "甲"]), "aliases"),
}  # fmt: skip


def test_an_entry_is_told_apart_only_from_an_element_that_is_there():
    elsewhere, ours = element(other_than="nowhere"), shipped()
    assert unfit(Dictionary.ELEMENTS, elsewhere, ours, NONE).params["field"] == "other_than"
    assert unfit(Dictionary.ELEMENTS, elsewhere, ours, OwnEntries({"nowhere": element("nowhere")}, {})) is None
    assert unfit(Dictionary.ELEMENTS, element(other_than="applicant_name"), ours, NONE) is None


def test_who_lets_an_entry_pass_reads_what_it_holds_people_to():
    said = entry_words(Dictionary.ELEMENTS, element(type="date", past=True, other_than="event_date"))
    assert "须是已过去的日子；≠ event_date" in said.zh
    assert "a day that has been; ≠ event_date" in said.en


def test_whatever_an_entry_can_say_has_a_column_or_is_refused():
    columns = {column.path.partition(".")[0] for sheet in entry_layout().values() for column in sheet.columns}
    fields = {*Element.__struct_fields__, *EvidenceType.__struct_fields__} - {"options"}
    assert fields - columns == {"prefill", "register", "biometric", "generated", "photo"}, "each has its case in UNSAFE"


@pytest.mark.parametrize("what", UNSAFE)
def test_what_no_table_can_bring_or_no_screen_masks_is_refused(what):
    entry, field = UNSAFE[what]
    (fault,) = faults(entry)
    assert fault.field == field
    assert fault.problem.zh
    assert fault.problem.en
    dictionary = Dictionary.ELEMENTS if isinstance(entry, Element) else Dictionary.EVIDENCE_TYPES
    refusal = unfit(dictionary, entry, shipped(), NONE)
    assert refusal.code == "catalogue.entry_wrong"
    assert fault.problem.en in refusal.message("en")
    assert fault.problem.zh in refusal.message("zh")


@pytest.mark.parametrize(
    ("name", "kind"), [("同住人身份证号", "citizen_id"), ("紧急联系电话", "phone"), ("同行人护照号", "document_no")]
)
def test_a_persons_number_goes_by_the_type_that_is_masked(name, kind):
    assert faults(element(name={"zh": name, "en": "Number"}, type=kind)) == ()


def test_a_wrong_cell_is_named_by_row_and_heading_in_both_languages(tmp_path):
    wrong = OwnEntries(
        {"yl_berth": element(group="nowhere"), "yl_phone": element("yl_phone", name={"zh": "电话", "en": "Tel"})},
        {"Yl": proof("Yl")},
    )
    write_workbook([ASKING], tmp_path / "a.xlsx", wrong)
    taken = read_workbook(tmp_path / "a.xlsx")
    assert (taken.items, taken.entries.count) == ((), 0)
    zh, en = ([error.sentence(side) for error in taken.errors] for side in ("zh", "en"))
    assert zh[0].startswith("数据元 第 3 行“分组”不认识“nowhere”，可填：申请人、监护人")
    assert zh[1].startswith("证明材料 第 3 行“材料类型”应以小写字母开头")
    assert en[1].startswith("证明材料 row 3 “材料类型” must begin with a lower-case letter")
    write_workbook([ASKING], tmp_path / "b.xlsx", OwnEntries({"yl_phone": wrong.elements["yl_phone"]}))
    (error,) = read_workbook(tmp_path / "b.xlsx").errors
    assert error.sentence("en") == (
        "数据元 row 3 “类型” “电话” is a number of a person; its type must be 电话, so that screens mask it"
    )


# --- what is new, the same, different ---------------------------------------------------------------------------------


def test_a_shipped_entry_cannot_mean_something_else():
    other = replace(national().elements["applicant_name"], name=Text("船名", "Boat"))
    using = mapping(bringing(ASKING, own=OwnEntries({"applicant_name": other, "yl_berth": BERTH}, {})), shelf())
    (refusal,) = using.refused
    assert (refusal.code, refusal.params["key"]) == ("catalogue.entry_shipped", "applicant_name")
    assert "请另取一个代码" in refusal.next_step("zh")
    assert "key of its own" in refusal.next_step("en")
    idle = mapping(bringing(item(), own=OwnEntries({"applicant_name": other})), shelf())
    assert idle.refused == ()
    assert [(term.key, term.standing, term.taken) for term in idle.terms] == [("applicant_name", "changed", False)]
    assert idle.entries.count == 0


@given(st.sampled_from(sorted(shipped().elements)), ELEMENTS)
def test_no_shipped_element_is_ever_changed_by_an_own_one(key, other):
    entry = replace(other, key=key)
    assert unfit(Dictionary.ELEMENTS, entry, shipped(), NONE).code == "catalogue.entry_shipped"
    own_entries.tell(OwnEntries({key: entry, "yl_berth": BERTH}))
    try:
        assert catalogue().elements[key] == shipped().elements[key]
        assert catalogue().elements["yl_berth"] == BERTH
    finally:
        own_entries.tell(NONE)


CHOICE = element(
    type="choice",
    options=[{"value": each, "label": {"zh": each, "en": each}} for each in ("a", "b")],
)


@pytest.mark.parametrize(
    ("after", "keeps"),
    [
        ({"name": Text("泊位编号", "Berth number")}, True),
        ({"hint": Text("船尾所示", "See the stern")}, True),
        ({"group": "vehicle"}, True),
        ({"max_length": 200}, True),
        ({"options": (*CHOICE.options, replace(CHOICE.options[0], value="c"))}, True),
        ({"options": CHOICE.options[:1]}, False),
        ({"type": "text"}, False),
        ({"max_length": 50}, False),
    ],
)
def test_of_a_published_entry_words_change_and_choices_grow_and_nothing_else(after, keeps):
    changed = replace(CHOICE, **after)
    assert keeps_meaning(CHOICE, changed) is keeps


@given(ELEMENTS, ELEMENTS)
def test_what_keeps_the_meaning_takes_every_answer_of_before(before, after):
    if keeps_meaning(before, replace(after, key=before.key)):
        assert after.type == before.type
        assert {each.value for each in before.options} <= {each.value for each in after.options}
        assert after.max_length >= before.max_length

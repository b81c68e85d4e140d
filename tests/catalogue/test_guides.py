"""Guides say what the definitions say, in words, and change with them."""

import re
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.ground.world import World
from yichuang.catalogue import queries
from yichuang.catalogue.alike import conditions
from yichuang.catalogue.conditions import Facts
from yichuang.catalogue.definition import Item, Limit, Line, Material, Need, Text, Unit
from yichuang.catalogue.guides import commands
from yichuang.catalogue.guides.booklet import build, pages
from yichuang.catalogue.guides.guide import guide
from yichuang.catalogue.guides.house import House
from yichuang.catalogue.guides.own_case import answers_in, own_case
from yichuang.catalogue.guides.page import Way
from yichuang.catalogue.guides.phrases import words
from yichuang.catalogue.guides.reader import facts_of, speaks_of
from yichuang.catalogue.guides.saying import in_words
from yichuang.catalogue.guides.sorting import by_letter
from yichuang.catalogue.loader import Catalogue, catalogue
from yichuang.catalogue.publish import publish_catalogue
from yichuang.kernel.fonts import unprintable
from yichuang.kernel.localtime import BUREAU_TIME

NOW = datetime(2026, 11, 21, 9, tzinfo=BUREAU_TIME)
HOUSE = House(Text("澄溪县公安局", "Chengxi County"), "0999-5550785", "0999-5550789", "https://yc.example.test")


def renewal() -> Item:
    return catalogue().items["hz-id-renew"]


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        ("age < 16", "不满16周岁", "under 16"),
        ("agent && age >= 60", "委托他人代办，且满60周岁", "an agent files and 60 or older"),
        ('!("photo" in has)', "还没有相片", "is not held yet"),
        (
            'age >= 18 && (channel == "online" || channel == "mail")',
            "（办理渠道为“网上”，或者办理渠道为“邮寄”）",
            "(channel",
        ),
        ("months_between(today, form.id_card_expiry) < 3", "不满3个月", "less than 3 months from"),
        ("months_begun(today, form.id_card_expiry) > 3", "超过3个月", "more than 3 months from"),
        ("form.id_card_expiry < today", "早于申请当天日期", "is earlier than day of application"),
        ("years_between(today, form.id_card_expiry) in [6, 10]", "正好6或10年", "exactly 6 or 10 years"),
        ("form.event_people >= 5000", "满5000", "5000 or more"),
        ("form.urgent == true", "为“是”", 'is "yes"'),
        ("form.father_nation != form.mother_nation", "父亲民族与母亲民族不同", "differ"),
        (
            '!(answers.support_status in ["allowance", "destitute"])',
            "不是答“最低生活保障对象”或“特困供养对象”",
            "not answered",
        ),
        ("form.applicant_birth.startsWith(today)", "视“", "depending on"),
    ],
)
def test_a_condition_is_said_in_words(expression, zh, en):
    said = in_words(expression, renewal(), catalogue())
    assert zh in said.zh
    assert en in said.en


def test_every_condition_of_the_catalogue_is_said_clause_by_clause_in_both_languages_and_no_code_is_in_it():
    for item in catalogue().items.values():
        unprinted = {
            option.known for each in item.situations for option in each.options
        }  # from what an answer is known
        for place, expression in conditions(item):
            if expression in unprinted:
                continue
            said = in_words(expression, item, catalogue())
            for text in (said.zh, said.en):
                assert text, f"{item.code} {place}: {expression}"
                assert not text.startswith(("视", "depending")), f"{item.code} {place}: {expression}"
                shown = [sign for sign in ("&&", "||", "==", "answers.", "form.", "视“”") if sign in text]
                assert not shown, f"{item.code} {place}: {text}"


def test_a_changed_limit_shows_on_the_next_page():
    before = guide(renewal(), catalogue())
    shorter = replace(renewal(), limits=replace(renewal().limits, promised=Limit(7, Unit.WORKING_DAY)))
    after = guide(shorter, catalogue())
    assert [fact.value.zh for fact in after.facts if fact not in before.facts] == ["7 个工作日"]


def test_no_answer_tells_a_promise_that_a_layer_or_a_bureau_may_change():
    told = [f"{item.code}: {faq.answer.zh}" for item in catalogue().items.values() for faq in item.faqs]
    assert [
        each for each in told if re.search(r"承诺\w*\d|承诺[一二三四五六七八九十]|工作日办好|工作日内（承诺", each)
    ] == []


def test_what_the_sources_leave_open_is_marked_on_the_page():
    item = next(each for each in catalogue().items.values() if "limits.promised" in each.unverified)
    page = guide(item, catalogue())
    assert any(fact.open and fact.label.zh == "承诺办结时限" for fact in page.facts)
    assert "承诺时限" in [name.zh for name in page.open]


def test_a_page_shows_what_the_licensing_law_asks_for_and_every_sign_can_be_printed():
    for item in catalogue().items.values():
        page = guide(item, catalogue())
        assert page.stages
        assert page.facts
        assert page.remedies.zh
        assert unprintable(f"{page.name.zh}{page.remedies.zh}{''.join(line.name.zh for line in page.materials)}") == ()


def test_answers_make_the_list_the_readers_own():
    item = catalogue().items["crj-passport-renew"]
    unknown = own_case(item, catalogue(), Facts(channel="window", today=NOW.date()))
    assert unknown.following is not None
    first = unknown.following
    told = answers_in(item, {first.key: first.options[0].value, "nonsense": "x"})
    assert set(told) == {first.key}
    known = own_case(item, catalogue(), Facts(age=30, channel="window", answers=told, today=NOW.date()))
    assert known.asked[0][0].key == first.key
    assert len(known.perhaps) <= len(unknown.perhaps)


def test_what_the_office_looks_up_or_takes_at_the_window_is_nothing_to_bring():
    told = {"id_photo": "on_site", "support_status": "allowance", "age": "30", "id_card_state": "expiring"}
    own = own_case(renewal(), catalogue(), facts_of(renewal(), told, NOW.date()))
    assert [paper.name.zh for paper in own.bring] == ["原居民身份证"]
    assert all(paper.way is Way.HERE for paper in own.here)
    assert len(own.here) == 1
    assert any("低" in paper.name.zh for paper in own.ours)


@pytest.mark.parametrize(("age", "term"), [("9", "5 年"), ("30", "20 年"), ("70", "长期有效")])
def test_who_says_their_age_reads_their_own_term(age, term):
    """居民身份证法 art. 5."""
    own = own_case(renewal(), catalogue(), facts_of(renewal(), {"age": age}, NOW.date()))
    assert [told.zh for told in own.outputs[0].terms] == [f"有效期：{term}"]
    unknown = own_case(renewal(), catalogue(), facts_of(renewal(), {}, NOW.date()))
    lengths = [told.zh.rpartition("：")[2] for told in unknown.outputs[0].terms]
    assert lengths == ["5 年", "10 年", "20 年", "长期有效"]


def test_two_materials_of_the_same_proof_stay_apart():
    """The lines are made of the materials that are wanted, not found again by their place or likeness."""
    both = [Material("photo", Need.PRODUCED, when="age < 16"), Material("photo", Need.SHARED, when="age >= 16")]
    item = replace(renewal(), materials=tuple(both))
    for age, way in ((10, Way.BRING), (30, Way.OURS)):
        own = own_case(item, catalogue(), Facts(age=age, channel="window", today=NOW.date()))
        assert [paper.way for paper in own.materials] == [way]


def test_a_reader_is_taken_as_they_say_and_no_further():
    item = renewal()
    assert facts_of(item, {"channel": "online"}, NOW.date()).channel == "online"
    assert facts_of(item, {"channel": "home", "agent": "yes"}, NOW.date()).channel == "window"
    assert facts_of(item, {"agent": "yes"}, NOW.date()).agent is False, "nobody can file this for another"
    learner = catalogue().items["jg-d-learn"]
    assert facts_of(learner, {}, NOW.date()).channel == "online", "where there is no window nobody is sent to one"
    guardians = {"": None, "9": True, "17": None, "18": False, "131": None, "9" * 5000: None, "-1": None, "٣٠": False}
    assert {age: facts_of(item, {"age": age}, NOW.date()).guardian for age in guardians} == guardians


def test_a_rule_on_what_somebody_holds_refuses_nobody_unknown():
    learner = catalogue().items["jg-d-learn"]
    assert own_case(learner, catalogue(), facts_of(learner, {}, NOW.date())).refused == ()


def test_one_day_is_one_day_in_english_too():
    one = guide(replace(renewal(), limits=replace(renewal().limits, promised=Limit(1, Unit.WORKING_DAY))), catalogue())
    assert next(fact.value.en for fact in one.facts if fact.key == "limits.promised") == "1 working day"


def test_a_sentence_that_only_sends_somebody_elsewhere_says_when():
    page = guide(catalogue().items["hz-proof-hukou"], catalogue())
    notes = {line.name.zh: line.note.zh for line in page.conditions}
    assert "注销" in notes["请改办“注销户口证明”。"]
    assert notes[next(name for name in notes if name.startswith("户口簿"))] == ""


def test_a_page_has_no_line_without_words():
    for item in catalogue().items.values():
        page = guide(item, catalogue())
        empty = [fact.label.zh for fact in page.facts if not fact.value.zh.strip("—")]
        raw = [name.zh for name in (*page.open, *page.local) if name.zh.isascii()]
        assert (empty, raw) == ([], []), item.code


def test_what_a_definition_declares_is_told_where_it_is_needed():
    bus = guide(catalogue().items["jg-d-schoolbus"], catalogue())
    assert "年满25周岁" in next(fact.note.zh for fact in bus.facts if fact.key == "subjects")
    guard = guide(catalogue().items["za-guard-cert"], catalogue())
    assert guard.conditions[0].name.zh == "不满18周岁的不能申请。"
    assert sum("25周岁" in line.name.zh for line in bus.conditions) == 1, "its own rule says so already"
    visit = guide(catalogue().items["crj-hk-individual"], catalogue())
    assert [each.code for each in visit.before] == ["crj-hkmo-first", "crj-hkmo-renew", "crj-hkmo-reissue"]
    paid = guide(replace(renewal(), online_payment=True), catalogue())
    assert next(fact.note.en for fact in paid.facts if fact.key == "fee") == "can be paid online"
    exam = guide(catalogue().items["jg-d-exam1"], catalogue())
    assert "省定" in next(fact.note.zh for fact in exam.facts if fact.key == "fee")
    booklet = guide(catalogue().items["hz-booklet-reissue"], catalogue())
    assert [told.zh for told in booklet.outputs[0].terms] == ["长期"], "a term in words alone is told in them"


def test_every_item_with_a_least_age_asks_for_it_and_refuses_who_is_younger():
    for item in catalogue().items.values():
        if item.min_age is not None:
            assert "age" in speaks_of(item), item.code
            young = own_case(item, catalogue(), facts_of(item, {"age": str(item.min_age - 1)}, NOW.date()))
            assert young.refused, item.code
            assert "不能申请。" not in "".join(line.name.zh for line in young.conditions[:1]), (
                "what is decided is not open"
            )


def test_what_is_decided_by_the_answers_is_not_among_what_may_still_matter():
    item = renewal()
    fresh = own_case(item, catalogue(), facts_of(item, {}, NOW.date()))
    told = own_case(item, catalogue(), facts_of(item, {"age": "30", "id_card_state": "expiring"}, NOW.date()))
    assert any("丢失" in line.name.zh for line in fresh.conditions)
    assert not any("丢失" in line.name.zh for line in told.conditions)
    assert {line.name.zh for line in told.conditions} < {line.name.zh for line in fresh.conditions}


def told(file: Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(file).pages]


@pytest.fixture(scope="module")
def booklet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The booklet of one line: three of its items are frequent."""
    folder = tmp_path_factory.mktemp("booklet")
    build(folder, catalogue(), HOUSE, NOW, lines=(Line.CRIMINAL,))
    return folder


def test_the_booklet_of_lines_without_frequent_items_has_all_of_them_in_full(tmp_path: Path):
    made = build(tmp_path, catalogue(), HOUSE, NOW, lines=(Line.DOGS, Line.BORDER))
    names = {each.file.name for each in made}
    books = ("guide", "manual.dogs", "manual.border")
    assert names == {f"{book}.{language}.pdf" for book in books for language in ("zh", "en")}
    text = "".join(told(tmp_path / "guide.zh.pdf"))
    own = pages(catalogue(), (Line.DOGS, Line.BORDER))
    assert len(own) == 4
    for wanted in ("目录", "索引", "澄溪县公安局", "0999-5550785", *(page.name.zh for page in own)):
        assert wanted in text.replace("\n", ""), wanted
    assert "全部事项一览" not in text
    english = "".join(told(tmp_path / "guide.en.pdf"))
    assert english.count("What to bring") == 4
    assert not set("“”‘’") & set(english), "the face draws curly marks a character wide"


def test_the_booklet_tells_frequent_items_in_full_and_every_item_in_its_directory(booklet: Path):
    text = "".join(told(booklet / "guide.zh.pdf")).replace("\n", "")
    own = pages(catalogue(), (Line.CRIMINAL,))
    assert text.count("先问自己") + 1 >= sum(page.frequent for page in own) == 3
    assert text.count("不服或不满意怎么办") == 3
    assert f"全部 {len(own)} 项" in text
    directory = text[text.rindex("依次是") :]
    for page in own:
        assert page.name.zh in directory, page.code


def test_all_of_it_in_full_is_a_book_of_its_own_name(tmp_path: Path):
    made = build(tmp_path, catalogue(), HOUSE, NOW, lines=(Line.CRIMINAL,), whole=True)
    text = "".join(told(tmp_path / "guide.all.zh.pdf"))
    assert text.count("不服或不满意怎么办") == made[0].items == len(pages(catalogue(), (Line.CRIMINAL,)))


def test_the_index_sends_to_the_page_that_the_item_stands_on(booklet: Path):
    sheets = told(booklet / "guide.zh.pdf")
    at = next(number for number, sheet in enumerate(sheets) if "粗体页码" in sheet)
    entries = re.findall(r"(\S.*?)\s*\n?\s*(\d+)\n", "".join(sheets[at:]) + "\n")
    found = {name: int(page) for name, page in entries if any(name == each.name.zh for each in pages(catalogue()))}
    assert len(found) > 10
    for name, page in found.items():
        assert name in sheets[page - 1].replace("\n", ""), (name, page)


def test_nothing_runs_out_of_the_page_and_every_font_is_in_the_file(booklet: Path):
    for file in sorted(booklet.iterdir()):
        document = pypdfium2.PdfDocument(file)
        for number, page in enumerate(document, 1):
            width, shown = page.get_width(), page.get_textpage()
            edges = [shown.get_charbox(at) for at in range(shown.count_chars())]
            outside = [box for box in edges if box[2] > box[0] and (box[0] < 30 or box[2] > width - 30)]
            assert outside == [], (file.name, number)
        reader = pypdf.PdfReader(file)
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"], "a screen reader finds its way"
        fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
        held = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
        assert held
        assert all("/FontFile3" in each.get_object() for each in held)


def test_the_index_stands_by_sound_and_each_name_once():
    names = {"a": "驾驶证", "b": "户口簿", "c": "18周岁", "d": "居住证", "e": "㐀"}
    assert by_letter(names, "zh") == [("#", ["c", "e"]), ("H", ["b"]), ("J", ["a", "d"])]
    assert by_letter({"x": "Renew", "y": "apply"}, "en") == [("A", ["y"]), ("R", ["x"])]


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.text(max_size=6), max_size=12), st.sampled_from(["zh", "en"])
)
def test_no_name_is_lost_from_an_index_whatever_it_is_made_of(names, language):
    assert sorted(key for _, keys in by_letter(names, language) for key in keys) == sorted(names)


def asked(folder: Path) -> Namespace:
    return Namespace(folder=str(folder), site="", line=["exit_entry"], language=[], all=False, shipped=False)


def printed(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: bool) -> Catalogue:
    """What is set when the guides are built."""
    shelves: list[Catalogue] = []
    monkeypatch.setattr(commands, "build", lambda folder, shelf, *_, **__: shelves.append(shelf) or ())
    commands.build_guides(Namespace(**{**vars(asked(folder)), **more}))
    return shelves[0]


def test_what_is_suspended_is_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shelf = printed(tmp_path, monkeypatch, shipped=True)
    assert catalogue().items.keys() - shelf.items.keys() == {"crj-tw-individual"}


@pytest.mark.django_db
def test_what_is_published_here_is_printed_as_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    changed = replace(renewal(), limits=replace(renewal().limits, promised=Limit(3, Unit.WORKING_DAY)), depends_on=())
    queries.forget_all()
    assert len(printed(tmp_path, monkeypatch).items) > 1, "nothing is published: the files"
    publish_catalogue(datetime(2026, 1, 5, 9, tzinfo=UTC), replace(catalogue(), items={changed.code: changed}))
    assert dict(printed(tmp_path, monkeypatch).items) == {changed.code: changed}
    assert len(printed(tmp_path, monkeypatch, shipped=True).items) > 1
    queries.forget_all()


def test_the_web_page_answers_and_an_unknown_item_is_not_found(world: World):
    del world
    browser = Client()
    assert "居民身份证到期换领" in browser.get("/guides/").content.decode()
    page = browser.get("/guides/hz-id-renew/?age=30").content.decode()
    assert "样东西" in page
    question = renewal().situations[0]
    answered = browser.get(f"/guides/hz-id-renew/?age=30&{question.key}={question.options[0].value}").content.decode()
    assert "重新回答" in answered
    assert browser.get("/guides/hz-nothing/").status_code == 404
    assert browser.get("/guides/hz-id-renew/?age=x&id_card_state=nonsense").status_code == 200


def test_no_guide_cites_the_papers_of_the_house():
    for item in catalogue().items.values():
        page = guide(item, catalogue())
        cited = [fact.note.zh for fact in page.facts if fact.key.startswith("limits.")]
        cited += [line.source.zh for line in (*page.conditions, *page.fees)]
        assert not [each for each in cited if any(own in each for own in words().own_papers)], item.code


def test_the_officers_manual_names_the_registers_to_look_into_in_chinese_for_they_have_no_other_name(booklet: Path):
    item = catalogue().items["xz-norecord-teacher"]
    looked = "、".join(guide(item, catalogue()).checks)
    assert looked == "人口库、犯罪记录库、涉性侵禁业"
    text = "".join(told(booklet / "manual.criminal.zh.pdf")).replace("\n", "")
    assert f"后台核查的数据{looked}。" in text
    assert looked not in "".join(told(booklet / "manual.criminal.en.pdf"))
    assert looked not in "".join(told(booklet / "guide.zh.pdf")), "the public is not told how it is checked"

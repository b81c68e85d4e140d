"""Whatever a person wrote stands on the paper as written, or is refused by name; it never acts."""

from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from tests.papers.conftest import mark_for, read
from yichuang.cases.papers.facts import Signature
from yichuang.cases.papers.papers import typeset
from yichuang.cases.papers.samples import drawn_signature, samples
from yichuang.cases.papers.signatures import PRINTED_SIZE, clean_signature
from yichuang.catalogue.definition import Text
from yichuang.kernel.errors import Refusal
from yichuang.licences.terms import PaperKind

SAMPLES = samples()
REFUSED = SAMPLES[PaperKind.DECISION_REFUSED]
RECEIPT = SAMPLES[PaperKind.RECEIPT]
MARKUP = '#panic("x") #import "/etc/passwd" $x^2$ *b* _i_ \\u{41} @ref <label> [a] {b} `c` // c /* d */ = - + 1. "q" ~ -- --- ...'


def test_typst_markup_is_printed_literally(text_of):
    assert "".join(MARKUP.split()) in text_of(REFUSED, reason=MARKUP)


@pytest.mark.parametrize("field", ["name", "number"])
def test_markup_in_a_short_field_is_literal_too(text_of, field):
    applicant = replace(REFUSED.applicant, **{field: '#sys.inputs $a$ *"'})
    assert '#sys.inputs$a$*"' in text_of(REFUSED, applicant=applicant)


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("#$*_\\@<>[]{}`/=-+.~\"'()!%&|^:;,?0aZ长字\n "), min_size=1, max_size=80))
def test_no_arrangement_of_signs_changes_the_paper(reason):
    facts = replace(REFUSED, findings="", reason=f"始{reason}终")
    assert "".join(f"始{reason}终".split()) in read(typeset(facts, mark_for(facts)))


def test_an_opinion_of_five_thousand_characters_runs_over_as_many_pages_as_it_needs(text_of):
    opinion = "经审查，" * 1250
    assert opinion in text_without_footers(replace(REFUSED, reason=opinion))


def text_without_footers(facts):
    pages = pypdfium2.PdfDocument(typeset(facts, mark_for(facts)))
    assert len(pages) > 3
    lines = [line for page in pages for line in page.get_textpage().get_text_range().splitlines()]
    mark = mark_for(facts)
    return "".join(
        "".join(line.split())
        for line in lines
        if mark.number not in line and "核验码" not in line and " / " not in line
    )


def test_line_breaks_of_any_system_become_paragraphs(text_of):
    assert "第一段第二段第三段第四段" in text_of(REFUSED, reason="第一段\r\n第二段\r第三段\n\n\n第四段")


def test_very_long_names_and_words_stay_on_the_page():
    long = replace(
        REFUSED,
        applicant=replace(REFUSED.applicant, name="阿" * 60 + "·" + "b" * 80),
        findings="W" * 400,
        office=replace(
            REFUSED.office, name=Text("云溪经济技术开发区高新技术产业园综合治安管理与出入境联合派出所", "Y")
        ),
    )
    for page in pypdfium2.PdfDocument(typeset(long, mark_for(long))):
        drawn = page.render(scale=1).to_pil().convert("L")
        margin = drawn.crop((526, 0, 595, 842))
        assert margin.getextrema()[0] > 200


def test_no_seal_stands_on_a_page_without_words():
    for length in range(0, 1400, 70):
        facts = replace(REFUSED, reason="理" * (length + 1))
        pages = list(pypdfium2.PdfDocument(typeset(facts, mark_for(facts))))
        assert "如不服本决定" in pages[-1].get_textpage().get_text_range()


def test_rare_characters_of_names_are_printed(text_of):
    applicant = replace(REFUSED.applicant, name="𠮷䶮㛃·𬭎𫖮")
    assert "𠮷䶮㛃·𬭎𫖮" in text_of(REFUSED, applicant=applicant)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("张\U0002a6d6", "\U0002a6d6 (U+2A6D6)"),
        ("ئالىم", "U+0626"),
        ("张😀三", "U+1F600"),
        ("张\u202e三", "U+202E"),
        ("张\x00三", "U+0000"),
        ("\U000f0000", "U+F0000"),
    ],
)
def test_a_character_that_would_come_out_blank_is_refused_by_name(name, named):
    facts = replace(REFUSED, applicant=replace(REFUSED.applicant, name=name))
    with pytest.raises(Refusal) as refused:
        typeset(facts, mark_for(facts))
    assert refused.value.code == "papers.missing_glyph"
    assert named in refused.value.message("en")


def png(image):
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (png(Image.new("RGBA", (300, 100), (0, 0, 0, 0))), "papers.signature_empty"),
        (png(Image.new("RGB", (300, 100), "white")), "papers.signature_empty"),
        (b"%PDF-1.7 not a picture", "papers.signature_unreadable"),
        (b"MZ\x90\x00", "papers.signature_unreadable"),
        (drawn_signature()[:200], "papers.signature_unreadable"),
        (png(Image.new("1", (9000, 9000))), "papers.signature_unreadable"),
    ],
    ids=["clear", "white", "pdf", "executable", "cut off", "huge"],
)
def test_a_signature_that_is_none_is_refused(image, code):
    facts = replace(RECEIPT, signature=Signature("沈知微", mark_for(RECEIPT).issued_at, image))
    with pytest.raises(Refusal) as refused:
        typeset(facts, mark_for(facts))
    assert refused.value.code == code


def test_a_signature_is_trimmed_made_small_and_stays_the_same_when_cleaned_again():
    once = clean_signature(drawn_signature())
    image = Image.open(BytesIO(once))
    assert image.width <= PRINTED_SIZE[0]
    assert image.height <= PRINTED_SIZE[1]
    assert clean_signature(once) == once


def test_a_signature_given_is_printed_and_a_missing_one_leaves_room_for_a_pen():
    signed, unsigned = (typeset(facts, mark_for(facts)) for facts in (RECEIPT, replace(RECEIPT, signature=None)))
    assert len(signed) > len(unsigned)
    assert "申请人签名" in read(unsigned)

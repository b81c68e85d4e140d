"""Each paper, as another program sees it."""

import os
import shutil
import subprocess
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import segno

from tests.papers.conftest import mark_for, read
from yichuang.cases.papers.papers import typeset
from yichuang.cases.papers.samples import samples
from yichuang.kernel import fonts
from yichuang.licences.marks import grouped_code
from yichuang.licences.terms import PaperKind

SAMPLES = samples()
PAPERS = {kind: typeset(facts, mark_for(facts, demo=True)) for kind, facts in SAMPLES.items()}
TITLES = {
    PaperKind.APPLICATION_FORM: "综合申请表",
    PaperKind.RECEIPT: "综合收件凭证",
    PaperKind.ACCEPTANCE: "受理通知书",
    PaperKind.CORRECTION: "补正告知书",
    PaperKind.REFUSAL_OF_ACCEPTANCE: "不予受理通知书",
    PaperKind.SPECIAL_PROCEDURE: "特别程序告知书",
    PaperKind.DECISION_GRANTED: "准予行政许可决定书",
    PaperKind.DECISION_REFUSED: "不予行政许可决定书",
    PaperKind.CONCLUSION: "办结通知书",
    PaperKind.DELIVERY_RECEIPT: "送达回执",
    PaperKind.HANDOVER_LIST: "交接单",
}
UNSEALED = {PaperKind.APPLICATION_FORM, PaperKind.HANDOVER_LIST}
each_kind = pytest.mark.parametrize("kind", list(PaperKind))


def test_there_is_a_sample_and_a_title_of_every_kind():
    assert set(SAMPLES) == set(TITLES) == set(PaperKind)


@each_kind
def test_it_says_its_title_number_unit_and_applications(kind):
    facts, text = SAMPLES[kind], read(PAPERS[kind])
    mark = mark_for(facts)
    for words in (TITLES[kind], mark.number, facts.office.name.zh, facts.application_no, grouped_code(mark.code)):
        assert words in text


@each_kind
def test_it_names_the_applicant_masked_and_every_case(kind):
    facts, text = SAMPLES[kind], read(PAPERS[kind])
    if kind is PaperKind.HANDOVER_LIST:
        assert all(line.case_no in text and line.applicant in text for line in facts.lines)
        return
    assert facts.applicant.name in text
    assert facts.applicant.number in text
    assert "*" in facts.applicant.number
    assert all(
        case.number in text and case.item.zh in text and "".join(case.item.en.split()) in text for case in facts.cases
    )


@each_kind
def test_it_carries_its_own_fonts_and_no_other(kind):
    pages = pypdf.PdfReader(BytesIO(PAPERS[kind])).pages
    used = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert used
    for font in used:
        assert any(name in font["/BaseFont"] for name in ("NotoSerifCJKsc", "NotoSansCJKsc"))
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor.get_object()


@each_kind
def test_it_is_an_archival_a4_document_with_its_name_and_date(kind):
    reader = pypdf.PdfReader(BytesIO(PAPERS[kind]))
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages} == {
        (595, 842)
    }
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert reader.metadata.title.split()[0] == TITLES[kind]
    assert reader.metadata.author == SAMPLES[kind].office.name.zh
    assert "20261121" in reader.metadata["/CreationDate"]


@each_kind
def test_the_same_facts_give_the_same_bytes(kind):
    assert typeset(SAMPLES[kind], mark_for(SAMPLES[kind], demo=True)) == PAPERS[kind]


@each_kind
def test_the_code_printed_on_it_is_the_code_of_its_address(kind):
    """Finds the printed symbol on the page and compares every module with the symbol of the address."""
    matrix = segno.make(mark_for(SAMPLES[kind]).url, error="m", micro=False).matrix
    page = list(pypdfium2.PdfDocument(PAPERS[kind]))[-1].render(scale=4).to_pil().convert("L")
    assert found_in(page, matrix)


def found_in(page, matrix):
    millimetre = 4 * 72 / 25.4
    side = 22 * millimetre
    module = side / len(matrix)
    left = 25 * millimetre
    dark = page.crop((int(left), 0, int(left + module), page.height)).point(lambda level: 255 * (level < 128))
    tops = [y for y in range(dark.height) if dark.crop((0, y, dark.width, y + 1)).getextrema()[1]]
    return any(matches(page, matrix, left, top, module) for top in tops)


def matches(page, matrix, left, top, module):
    return all(
        (page.getpixel((int(left + (x + 0.5) * module), int(top + (y + 0.5) * module))) < 128) == bool(dark)
        if top + (y + 1) * module < page.height
        else False
        for y, row in enumerate(matrix)
        for x, dark in enumerate(row)
    )


@each_kind
def test_the_seal_is_red_where_the_paper_is_sealed(kind):
    page = list(pypdfium2.PdfDocument(PAPERS[kind]))[-1].render(scale=1).to_pil().convert("RGB")
    below = page.crop((300, 80, 595, 842))
    red = sum(1 for r, g, b in below.get_flattened_data() if r > 150 and g < 90 and b < 90)
    assert (red > 300) is (kind not in UNSEALED)


@each_kind
def test_a_demonstration_says_so_on_every_page_and_a_real_paper_does_not(kind):
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(PAPERS[kind])]
    assert all("不具有法律效力" in page and "without legal effect" in page for page in pages)
    assert "演示" not in read(typeset(SAMPLES[kind], mark_for(SAMPLES[kind])))


@each_kind
def test_every_page_is_counted(kind):
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(PAPERS[kind])]
    assert all(f"{at} / {len(pages)}" in page for at, page in enumerate(pages, start=1))


@pytest.mark.skipif(
    shutil.which("pdftotext") is None and os.environ.get("CI") != "true", reason="apt-get install poppler-utils"
)
@each_kind
def test_poppler_reads_it_too(kind, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(PAPERS[kind])
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert SAMPLES[kind].application_no in done.stdout
    assert not done.stderr


def test_the_coverage_list_is_what_the_text_face_draws():
    from fontTools.ttLib import TTFont

    drawn = set(TTFont(fonts.FOLDER / "NotoSerifCJKsc-Regular.otf").getBestCmap())
    listed = {code for code in range(0x20, 0x33000) if fonts.prints(chr(code))}
    assert listed == drawn


def test_the_vendored_fonts_are_the_ones_whose_source_is_written_down():
    from hashlib import sha256

    import yaml

    for font in yaml.safe_load((fonts.FOLDER / "VENDORED.yaml").read_text("utf-8")):
        assert sha256((fonts.FOLDER / font["file"]).read_bytes()).hexdigest() == font["sha256"]
        assert font["licence"].startswith("OFL-1.1")

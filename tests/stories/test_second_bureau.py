"""The steps of docs/second-bureau.md, one after another, with the workbook of that page; then a case filed with it."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.ground.queries import TRIES
from tests.ground.world import TODAY, World
from tests.stories.test_from_an_empty_server import do, first_sign_in
from yichuang.__main__ import commands, parser
from yichuang.applications.filing import Choice, Filing, Given
from yichuang.applications.submit import submit
from yichuang.cases.models import Case
from yichuang.cases.verify import verify
from yichuang.catalogue import queries
from yichuang.catalogue.exchange.workbook import read_workbook
from yichuang.catalogue.models import ItemVersion
from yichuang.evidence.models import Material
from yichuang.evidence.trust import MaterialState
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import local_date
from yichuang.organisation.models import Account, Window
from yichuang.organisation.queries import actor_for

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "second-bureau.md", DOCS / "second-bureau.zh.md")
BOOK = DOCS / "examples" / "second-bureau.xlsx"
FOUND = ("--name", "云岭市公安局", "--name-en", "Yunling City Public Security Bureau", "--region", "990600",
         "--uscc", "11990700007314424E", "--admin-badge", "660001", "--admin-name", "陆明川")  # fmt: skip
GUIDE = "yl-mountain-guide"


@pytest.fixture(autouse=True)
def _empty(db, settings, tmp_path):
    settings.DEMO = True  # only so that the test can read the one-time codes
    settings.FILES_ROOT = tmp_path / "files"
    cache.clear()
    queries.forget_all()
    with moment.at(TODAY):
        yield
    queries.forget_all()


def run(*words):
    chosen = parser(commands()).parse_args(list(map(str, words)))
    return chosen.chosen.run(chosen)


def told(*lines):
    """Whether both pages show these lines one below the other."""
    return all("\n".join(lines) in page.read_text("utf-8") for page in PAGES)


def founded() -> tuple[str, str]:
    """The bureau and its two administrators; their first passwords."""
    first = run("bureau", "found", *FOUND).data["password"]
    return first, run("bureau", "administrator", "--badge", "660002", "--name", "许清如").data["password"]


def taken_in() -> int:
    """The workbook as drafts, submitted; the number of the change."""
    change = run("catalogue", "import", BOOK, "--by", "660001", "--reason", "初次建库").data["change"]
    run("catalogue", "submit", change, "--by", "660001")
    return change


def published() -> tuple[str, str]:
    passwords = founded()
    run("catalogue", "approve", taken_in(), "--by", "660002")
    return passwords


def test_the_template_is_what_the_page_says(tmp_path):
    run("catalogue", "template", tmp_path / "template.xlsx")
    titles = load_workbook(tmp_path / "template.xlsx").sheetnames
    *to_fill, proofs, elements = titles
    assert (proofs, elements) == ("可用材料类型", "可用数据元")
    assert all("、".join(to_fill) in page.read_text("utf-8") for page in PAGES[1:])
    assert ", ".join(to_fill) in " ".join(PAGES[0].read_text("utf-8").split())


WRONG = (("事项", "到现场次数", "一次"), ("数据元", "选项标识", "当日"), ("证明材料", "名称（英文）", None))


def test_wrong_cells_are_told_by_sheet_row_and_heading(tmp_path):
    wrong = load_workbook(BOOK)
    for sheet, heading, value in WRONG:
        headings = [cell.value for cell in wrong[sheet][1]]
        wrong[sheet].cell(3, headings.index(heading) + 1).value = value
    wrong.save(tmp_path / "wrong.xlsx")
    answer = run("catalogue", "import", tmp_path / "wrong.xlsx", "--dry-run")
    assert not answer.ok
    assert len(answer.lines) == 2 * len(WRONG)
    assert told(*answer.lines)


def test_a_dry_run_names_what_is_new_and_writes_nothing():
    founded()
    answer = run("catalogue", "import", BOOK, "--dry-run")
    assert told(*answer.lines)
    assert not ItemVersion.objects.exists()


def test_items_and_entries_are_published_by_a_second_person_who_sees_both():
    founded()
    answer = run("catalogue", "import", BOOK, "--by", "660001", "--reason", "初次建库")
    change = answer.data["change"]
    assert answer.lines[-1] == f"change {change}, 3 drafts, 2 entries"
    assert run("catalogue", "submit", change, "--by", "660001").lines == (f"change {change}: in_review",)
    with pytest.raises(Refusal) as refusal:
        run("catalogue", "approve", change, "--by", "660001")
    for page, language in zip(PAGES, ("en", "zh"), strict=True):
        assert f"{refusal.value.message(language)} {refusal.value.next_step(language)}" in page.read_text("utf-8")
    assert told(*run("catalogue", "change", change).lines[-4:])
    approved = run("catalogue", "approve", change, "--by", "660002").lines
    assert approved == (f"change {change}: published, 3 items, 2 entries",)
    assert told(*run("catalogue", "entries").lines)


def test_what_comes_out_goes_in_again_and_every_command_speaks_of_it(tmp_path):
    published()
    run("catalogue", "export", tmp_path / "out.zip")
    assert told(*run("catalogue", "import", tmp_path / "out.zip", "--dry-run").lines)
    assert [item.code for item in queries.items_in_use()] == ["hz-door-proof", "hz-relation", GUIDE]
    shaped = run("catalogue", "export", tmp_path / "list.jsonl", "--shape", "gb39046", "--report").lines
    (why,) = [line for line in shaped if line.startswith("行使内容: ")]
    assert told(*run("catalogue", "lint").lines)
    assert told(run("catalogue", "layers").lines[-1])
    assert told(why)


def test_the_booklet_bears_the_bureaus_name_and_the_search_finds_its_items(tmp_path, monkeypatch, client):
    published()
    monkeypatch.chdir(tmp_path)
    assert told(*run("guides", "build", "print", "--site", "https://yunling.example").lines)
    covers = {language: PdfReader(f"print/guide.{language}.pdf").pages[0].extract_text() for language in ("zh", "en")}
    assert "云岭市公安局" in covers["zh"]
    assert "Yunling City Public Security Bureau" in covers["en"]
    for typed in ("山地向导", "sdxd", "mountain guide"):
        assert f"/guides/{GUIDE}/" in client.get("/search/", {"q": typed}).content.decode(), typed


# --- a case with the bureau's own form element and proof --------------------------------------------------------------

UNITS = (
    ("990600", "YL-ZA", "city", "云岭市公安局治安支队", ("public_order",), "990600"),
    ("990600", "LX", "county", "岭下县公安局", (), "990685"),
    ("LX", "LX-ZA", "county", "岭下县公安局治安大队", ("public_order",), "990685"),
    ("LX", "LX-HALL", "county", "岭下县公安政务服务大厅", (), "990685"),
)


def furnished(passwords: tuple[str, str]) -> SimpleNamespace:
    """Units, a window, a clerk who takes the line's cases and an officer who decides them; the clerk at the counter."""
    admin, other = (first_sign_in(*who, "/console/") for who in zip(("660001", "660002"), passwords, strict=True))
    for parent, code, level, name, lines, region in UNITS:
        do(admin, "add_unit", parent, code=code, level=level, name_zh=name, name_en=code, region=region, uscc="",
           competent_lines=lines)  # fmt: skip
    do(admin, "add_hall", "LX-HALL", code="LX-H1", name_zh="政务服务大厅", name_en="Service Hall", address="山前街1号")
    do(admin, "add_window", "LX-H1", number="1", window_kind="one_window", window_lines=["public_order"])
    for badge, at, role, post in (("661801", "LX-HALL", "clerk", "window"), ("661812", "LX-ZA", "officer", "review")):
        first = taken_on(admin, other, badge, at, role, post)
        if role == "clerk":
            clerk = first_sign_in(badge, first, "/desk/")
            clerk.post("/desk/seat", {"window": Window.objects.get().pk})
    actor = actor_for(Account.objects.get(username="661801").pk, local_date(TODAY))
    return SimpleNamespace(actor=lambda _badge: actor)


def taken_on(admin, other, badge: str, at: str, role: str, post: str) -> str:
    page = do(admin, "take_on", at, badge=badge, person_name=f"民警{badge}", staff_kind="officer", unit=at, title_zh="",
              title_en="", posts=[post], roles=[role])  # fmt: skip
    do(admin, "add_qualification", badge, line="public_order", passed_on="2026-11-01", expires_on="2029-10-31",
       certificate_no=f"Z-{badge}")  # fmt: skip
    for act in ("receive", "review", "decide", "issue"):
        do(other, "grant", badge, line="public_order", act=act, level="county", scope="LX", granted_by="YL-ZA",
           granted_on="2026-11-20", expires_on="2027-11-19", document_no="云公授〔2026〕1号")  # fmt: skip
    return page.partition('class="secret" translate="no">')[2].partition("<")[0]


def guide_filing(counter: SimpleNamespace) -> Filing:
    return Filing(
        person=World.person(counter).pk,
        choices=(Choice(GUIDE, {}),),
        form={"applicant_phone": "13800138000", "yl_guide_trips": "overnight"},
        materials={key: Given(MaterialState.SEEN, originals=1) for key in ("id_card", "yl_rescue_certificate")},
        signature=World.file(counter),
    )


def test_a_case_is_filed_with_a_form_element_and_a_proof_that_came_from_the_workbook_alone(queries_of):
    counter = furnished(published())
    filing = guide_filing(counter)
    filed = submit(counter.actor(""), filing, key="first", now=TODAY)
    case = Case.objects.get()
    assert (case.number, case.item) == (filed.cases[0].number, GUIDE)
    brought = Material.objects.filter(application_id=filed.application).values_list("evidence", flat=True)
    assert set(brought) == {"id_card", "yl_rescue_certificate"}
    assert verify().faults == ()
    keys = [f"again-{place}" for place in range(TRIES + 1)]
    for _ in keys:
        World.file(counter)  # each giving of a signature signs one application
    assert queries_of(lambda: submit(counter.actor(""), filing, key=keys.pop(), now=TODAY)) == 2, "as for any item"


# --- the page itself --------------------------------------------------------------------------------------------------


def test_every_command_of_the_page_is_the_same_in_both_languages():
    listed = [re.findall(r"^\$ (\./run .*)$", page.read_text("utf-8"), re.MULTILINE) for page in PAGES]
    assert listed[0] == listed[1]
    assert len(listed[0]) == 18


def test_the_workbook_of_the_page_is_what_the_page_says():
    taken = read_workbook(BOOK)
    assert taken.errors == ()
    assert (len(taken.items), list(taken.entries.elements), list(taken.entries.evidence_types)) == (
        3, ["yl_guide_trips"], ["yl_rescue_certificate"],
    )  # fmt: skip

"""The steps of docs/second-bureau.md, one after another, with the workbook of that page."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.ground.world import TODAY
from yichuang.__main__ import commands, parser
from yichuang.catalogue import queries
from yichuang.catalogue.exchange.workbook import read_workbook
from yichuang.catalogue.models import ItemVersion
from yichuang.kernel import moment
from yichuang.kernel.errors import Refusal
from yichuang.organisation.hire import Newcomer, hire
from yichuang.organisation.terms import PostKind, Role, StaffKind

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (DOCS / "second-bureau.md", DOCS / "second-bureau.zh.md")
BOOK = DOCS / "examples" / "second-bureau.xlsx"


@pytest.fixture(autouse=True)
def _empty(db):
    queries.forget_all()
    with moment.at(TODAY):
        yield
    queries.forget_all()


def run(*words):
    chosen = parser(commands()).parse_args(list(map(str, words)))
    return chosen.chosen.run(chosen)


def said(page, line):
    return line in page.read_text("utf-8")


def test_a_second_bureau_is_set_up_from_a_spreadsheet_alone(tmp_path):
    found = ("--name", "云岭市公安局", "--name-en", "Yunling City Public Security Bureau", "--region", "990600",
             "--uscc", "11990700007314424E", "--admin-badge", "660001", "--admin-name", "陆明川")  # fmt: skip
    run("bureau", "found", *found)
    hire(
        [Newcomer("660002", "许清如", "990600", StaffKind.OFFICER, posts=(PostKind.ADMINISTRATION,), roles=(Role.ADMIN,))],
        password="a first password", now=TODAY,
    )  # fmt: skip

    run("catalogue", "template", tmp_path / "template.xlsx")
    assert load_workbook(tmp_path / "template.xlsx").sheetnames[:3] == ["事项", "材料", "情形"]

    wrong = load_workbook(BOOK)
    headings = [cell.value for cell in wrong["事项"][1]]
    wrong["事项"].cell(3, headings.index("到现场次数") + 1).value = "一次"
    wrong.save(tmp_path / "wrong.xlsx")
    answer = run("catalogue", "import", tmp_path / "wrong.xlsx", "--dry-run")
    assert not answer.ok
    assert all(said(page, "\n".join(answer.lines)) for page in PAGES)

    answer = run("catalogue", "import", BOOK, "--dry-run")
    assert all(said(page, "\n".join(answer.lines)) for page in PAGES)
    assert not ItemVersion.objects.exists()

    answer = run("catalogue", "import", BOOK, "--by", "660001", "--reason", "初次建库")
    change = answer.data["change"]
    assert answer.lines[-1] == f"change {change}, 2 drafts"
    assert run("catalogue", "submit", change, "--by", "660001").lines == (f"change {change}: in_review",)
    with pytest.raises(Refusal) as refusal:
        run("catalogue", "approve", change, "--by", "660001")
    for page, language in zip(PAGES, ("en", "zh"), strict=True):
        assert said(page, f"{refusal.value.message(language)} {refusal.value.next_step(language)}")
    assert run("catalogue", "approve", change, "--by", "660002").lines == (f"change {change}: published, 2 items",)

    run("catalogue", "export", tmp_path / "out.zip")
    answer = run("catalogue", "import", tmp_path / "out.zip", "--dry-run")
    assert all(said(page, "\n".join(answer.lines)) for page in PAGES)
    assert [item.code for item in queries.items_in_use()] == ["hz-door-proof", "hz-relation"]

    judged = run("catalogue", "lint").lines
    placed = run("catalogue", "layers").lines[-1]
    shaped = run("catalogue", "export", tmp_path / "list.jsonl", "--shape", "gb39046", "--report").lines
    (why,) = [line for line in shaped if line.startswith("行使内容: ")]
    for page in PAGES:
        assert all(said(page, line) for line in ("\n".join(judged), placed, why))


def test_every_command_of_the_page_is_the_same_in_both_languages():
    listed = [re.findall(r"^\$ (\./run .*)$", page.read_text("utf-8"), re.MULTILINE) for page in PAGES]
    assert listed[0] == listed[1]
    assert len(listed[0]) == 13


def test_the_workbook_of_the_page_is_what_the_page_says():
    taken = read_workbook(BOOK)
    assert taken.errors == ()
    assert len(taken.items) == 2

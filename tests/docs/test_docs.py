"""What the documentation says is there, is there."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], key=str)
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAIRS = (READMES, (ROOT / "docs/deploy.md", ROOT / "docs/deploy.zh.md"))
VENDORED = (
    "src/yichuang/surfaces/design/static/design/vendor/VENDORED.yaml",
    "src/yichuang/kernel/fonts/VENDORED.yaml",
)
LARGEST_IMAGE = 250_000
TOLD_TO_ITSELF = "YICHUANG_INSTALLING"
"""What ``./run`` says to itself while it waits for its turn to install."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ .+$", prose(page), flags=re.MULTILINE)


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    words = heading.lstrip("#").strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


@cache
def verbs() -> frozenset[str]:
    said = subprocess.run([str(ROOT / "run")], capture_output=True, text=True, check=True).stdout
    return frozenset(re.findall(r"^  ([a-z]+) ", said, flags=re.MULTILINE))


@cache
def commands() -> frozenset[str]:
    """All commands of the command line and their groups."""
    from yichuang.__main__ import commands as offered

    return frozenset(word for each in offered() for word in (each.name, each.name.split()[0]))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_somewhere(page):
    for link in links(page):
        path, _, heading = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), link
        assert not heading or heading in map(anchor, headings(target)), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_verb_of_run_that_a_page_names_exists(page):
    named = set(re.findall(r"\./run ([a-z]+)", page.read_text("utf-8")))
    assert named <= verbs(), named - verbs()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_a_page_names_exists(page):
    named = set(re.findall(r"\./run yichuang ([a-z]+(?: [a-z]+)?)", page.read_text("utf-8")))
    for words in named:
        assert words in commands() or words.split()[0] in commands() - {"demo", "audit", "keys", "bureau"}, words


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_commands_that_a_readme_lists_are_there(page):
    row = re.search(r"^\| `\./run yichuang …` \|(.+)\|$", page.read_text("utf-8"), flags=re.MULTILINE)[1]
    named = set(re.findall(r"`([a-z]+(?: [a-z]+)?)`", row))
    assert {"bureau found", "catalogue"} <= named <= commands(), named - commands()


def test_every_room_and_file_that_the_architecture_names_exists():
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = re.findall(r"^\| `([a-z]+)` \|", page, flags=re.MULTILINE)
    assert rooms
    for room in rooms:
        assert (ROOT / "src/yichuang" / room / "__init__.py").exists(), room
    for path in re.findall(r"`([\w/]+\.(?:py|yaml|sql))`", page):
        assert list((ROOT / "src/yichuang").rglob(path)), path


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: name(pair[0]))
def test_both_languages_have_the_same_shape(pair):
    levels = [[heading.split()[0] for heading in headings(page)] for page in pair]
    assert levels[0] == levels[1]
    tables = [page.read_text("utf-8").count("\n|") for page in pair]
    assert tables[0] == tables[1]
    pictures = [sorted(set(re.findall(r"\((docs/images/[\w.-]+)\)", page.read_text("utf-8")))) for page in pair]
    assert pictures[0] == pictures[1]


def test_every_kept_picture_is_shown_and_small_enough():
    shown = set(re.findall(r"docs/images/([\w.-]+)", READMES[0].read_text("utf-8")))
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs/images").iterdir()}
    assert set(kept) == shown
    assert all(size <= LARGEST_IMAGE for size in kept.values()), kept


def test_every_picture_shown_is_one_that_the_command_takes():
    from tools.screenshots import listed

    for picture in (ROOT / "docs/images").iterdir():
        assert any(shot.readme and picture.stem.startswith(shot.name) for shot in listed()), picture.name


@pytest.mark.parametrize(
    ("file", "heading"), [("requirements/runtime.in", "What ships"), ("requirements/dev.in", "What checks and tests")]
)
def test_the_table_of_dependencies_names_exactly_what_is_required(file, heading):
    lines = (ROOT / file).read_text("utf-8").splitlines()
    required = [re.split(r"[\[~=<>\s]", line)[0] for line in lines if line and line[0] not in "#-"]
    section = (ROOT / "docs/dependencies.md").read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    listed = re.findall(r"^\| ([\w-]+) \| [\d.]+", section, flags=re.MULTILINE)
    assert sorted(listed) == sorted(required)


def test_the_table_of_dependencies_gives_the_locked_versions():
    lock = (ROOT / "requirements/dev.txt").read_text("utf-8").lower()
    locked = dict(re.findall(r"^([\w-]+)(?:\[\w+\])?==([\w.]+)", lock, flags=re.MULTILINE))
    page = (ROOT / "docs/dependencies.md").read_text("utf-8").split("## Carried in the repository")[0].lower()
    listed = dict(re.findall(r"^\| ([\w-]+) \| ([\d.]+)", page, flags=re.MULTILINE))
    assert listed
    assert {package: locked[package] for package in listed} == listed


@pytest.mark.parametrize("file", VENDORED)
def test_what_is_carried_along_is_listed_with_its_version(file):
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    for entry in yaml.safe_load((ROOT / file).read_text("utf-8")):
        assert entry["version"] in page, entry


def test_every_setting_that_the_environment_gives_is_described():
    house = "".join(path.read_text("utf-8") for path in ROOT.glob("src/**/*.py"))
    read = set(re.findall(r'environ\.get\("((?:YICHUANG|DATABASE)_\w+)"', house))
    read |= set(re.findall(r"\$\{(YICHUANG_\w+):-", (ROOT / "run").read_text("utf-8"))) - {TOLD_TO_ITSELF}
    assert {"DATABASE_URL", "YICHUANG_PYTHON"} < read
    for page in PAIRS[1]:
        described = set(re.findall(r"`((?:YICHUANG|DATABASE)_[A-Z_]+)`", page.read_text("utf-8")))
        assert described == read, page

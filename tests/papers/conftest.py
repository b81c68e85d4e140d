from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pypdfium2
import pytest

from yichuang.cases.papers.facts import Facts
from yichuang.cases.papers.papers import content, typeset
from yichuang.licences.marks import Mark, paper_number, verification_code

NOW = datetime(2026, 11, 21, 9, 45, tzinfo=ZoneInfo("Asia/Shanghai"))
ADDRESS = "https://ywt.yunxi.example/verify/"


def mark_for(facts: Facts, *, demo: bool = False) -> Mark:
    number = paper_number(facts.office.mark, facts.kind, 2026, 17)
    code = verification_code(b"a key for tests only", number, content(facts))
    return Mark(number, code, ADDRESS + code, NOW, demo)


def read(pdf: bytes) -> str:
    """The text of all pages as another program reads it, without line ends, spaces and offers to break a long run, which
    the layout decides.
    """
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return "".join("".join(pages).replace("\N{ZERO WIDTH SPACE}", "").split())


@pytest.fixture
def text_of() -> Callable[..., str]:
    def text_of(facts: Facts, **changes: object) -> str:
        changed = msgspec.structs.replace(facts, **changes)
        return read(typeset(changed, mark_for(changed)))

    return text_of

"""The one way to say no: :class:`Refusal`, with a code whose words live in data.

Every room keeps a ``refusals.yaml`` beside its modules::

    clock.year_not_loaded:
      status: 409
      zh: 工作日历只到 {last_year} 年，不能计算 {year} 年的期限。
      en: The working-day calendar ends with {last_year}; a date in {year} cannot be computed.
      zh_next: 请管理员在“控制台 › 工作日历”录入该年安排后重试。
      en_next: Ask an administrator to enter that year under Console › Calendar, then try again.

``status`` is the HTTP status that the API and the screens answer with. Errors say what to do next (law 8 of the house).
"""

from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from msgspec import Struct

from yichuang.kernel.data_files import read_data


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one refusal in both languages, with the next step."""

    status: int
    zh: str
    en: str
    zh_next: str
    en_next: str


class Refusal(Exception):
    """A command, query or page that cannot be served, for a reason the person can act on.

    ``code`` names an entry of some room's ``refusals.yaml``; ``params`` fill its placeholders.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def status(self) -> int:
        return wordings()[self.code].status

    def message(self, language: str | None = None) -> str:
        """What went wrong, in ``language`` (default: the active one)."""
        return self._say("zh", "en", language)

    def next_step(self, language: str | None = None) -> str:
        """What to do now, in ``language`` (default: the active one)."""
        return self._say("zh_next", "en_next", language)

    def _say(self, zh: str, en: str, language: str | None) -> str:
        chinese = (language or get_language() or "zh").startswith("zh")
        template: str = getattr(wordings()[self.code], zh if chinese else en)
        return template.format(**self.params)

    def __str__(self) -> str:
        return f"{self.message()} {self.next_step()}"


@cache
def wordings() -> dict[str, Wording]:
    """Every refusal of the house by code, from each room's ``refusals.yaml``."""
    found: dict[str, Wording] = {}
    for path in sorted(Path(__file__).parents[1].rglob("refusals.yaml")):
        entries = read_data(path, dict[str, Wording])
        doubled = found.keys() & entries.keys()
        if doubled:
            raise ValueError(f"{path}: refusal codes defined twice: {sorted(doubled)}")
        found |= entries
    return found

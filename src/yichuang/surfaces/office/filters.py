"""What of the worklist is wanted, read from the address, and written back into one: the address is the whole state."""

from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from msgspec import Struct

from yichuang.cases.facts import Facts
from yichuang.cases.worklist import Heap, Place, Sieve
from yichuang.catalogue.definition import Level, Line
from yichuang.kernel.errors import Refusal
from yichuang.kernel.localtime import BUREAU_TIME
from yichuang.organisation.terms import Act

SOON = 2
"""Working days within which a deadline counts as near, as in the due component."""
DUE = ("overdue", "soon")
LONGEST = 60


class Filters(Struct, frozen=True):
    """The officer's choice."""

    heap: Heap = Heap.POOL
    line: str = ""
    level: str = ""
    act: str = ""
    item: str = ""
    due: str = ""
    text: str = ""
    place: Place | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that narrow the list, by name."""
        names = ("line", "level", "act", "item", "due", "text")
        return {name: value for name in names if (value := getattr(self, name))}

    def address(self, place: Place | None = None, **changed: str) -> str:
        """The query string of this choice on the page at ``place``."""
        parts = {"heap": self.heap.value, **self.chosen, **changed}
        if place is not None:
            parts["at"] = f"{place.at.astimezone(UTC).isoformat()}~{place.task}{'~back' if place.back else ''}"
        return urlencode({name: value for name, value in parts.items() if value})

    def sieve(self, facts: Facts) -> Sieve:
        """The same choice as the query takes it."""
        return Sieve(
            item=self.item, act=self.act, line=self.line, level=self.level, text=self.text,
            due_from=facts.now if self.due == "soon" else None,
            due_before={"overdue": facts.now, "soon": _near(facts)}.get(self.due),
        )  # fmt: skip


def _near(facts: Facts) -> datetime:
    """The end of the last day that is soon: of calendar days where the working days of the coming ones are not known."""
    today = facts.today
    try:
        last = facts.calendar.add_workdays(today, SOON)
    except Refusal:
        last = today + timedelta(days=SOON)
    return datetime.combine(last, time.max, BUREAU_TIME)


def filters(query: QueryDict) -> Filters:
    """The choice that the address holds. Refusal("office.bad_filter") for what no page of ours would write."""
    try:
        return Filters(
            heap=Heap(query.get("heap") or Heap.POOL),
            line=_one_of(Line, query.get("line", "")),
            level=_one_of(Level, query.get("level", "")),
            act=_one_of(Act, query.get("act", "")),
            item=query.get("item", "")[:LONGEST],
            due=due if (due := query.get("due", "")) in DUE else "",
            text=query.get("text", "").replace("\x00", "").strip()[:LONGEST],
            place=_place(query.get("at", "")),
        )
    except ValueError as error:
        raise Refusal("office.bad_filter") from error


def _one_of(terms: type[Line] | type[Level] | type[Act], value: str) -> str:
    return terms(value).value if value else ""


def _place(text: str) -> Place | None:
    if not text:
        return None
    at, task, *back = text.split("~")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None or not task.isdigit() or len(task) > 18:  # noqa: PLR2004 - a task id is a bigint
        raise ValueError(text)
    return Place(moment, int(task), back=bool(back))

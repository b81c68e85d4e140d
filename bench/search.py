"""``search``: do people's own words find the right item? In process, one thread; figures of each set of questions.

Goals hold for what is held out of our own questions and of the foreign ones (``questions/README.md``); long stories are told
apart. Only the failures of the tuning questions may be looked at (``./run bench search --failures``); of the others only figures.
The floor is what a plain search for a run of the name finds, after the usual words of asking are taken off.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from statistics import median, quantiles

from bench.asked import Question, Use, questions
from bench.report import Figure
from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.search.index import index_of
from yichuang.catalogue.search.reading import understood

Search = Callable[[str], Sequence[str]]
RUNS = 2


def run(arguments: list[str]) -> Sequence[Figure]:
    """Figures of the held-out questions with goals, of the tuning questions without, and of the floor."""
    items = catalogue().items
    names = {code: item.name.zh for code, item in items.items()}
    index = index_of(items.values())
    asked = questions()
    held, foreign, stories, tuned = (
        [each for each in asked if each.use is use] for use in (Use.HELD_OUT, Use.FOREIGN, Use.STORIES, Use.TUNING)
    )

    def ours(said: str) -> list[str]:
        return [fit.code for fit in index.search(said).items]

    if "--failures" in arguments:
        print("\n".join(failures(tuned, ours)))
    return [
        *_figures("held-out half", held, ours, goals=True),
        *_figures("foreign, held out", foreign, ours, goals=True),
        *_figures("foreign long stories, held out", stories, ours, goals=False),
        *_figures("tuning questions", tuned, ours, goals=False),
        *_figures("floor, held-out half", held, lambda said: _plain(said, names), goals=False),
        *_speed(asked, ours),
    ]


def failures(asked: Collection[Question], search: Search) -> Iterator[str]:
    """What went wrong, a line each."""
    for question in asked:
        found = search(question.said)[:3]
        if not _right(question, found, 1):
            yield f"{question.said}: wanted {sorted(question.right) or 'nothing'}, found {list(found)}"


def _right(question: Question, found: Sequence[str], among: int) -> bool:
    if not question.right:
        return not found
    return bool(question.right & set(found[:among]))


def _figures(name: str, asked: Sequence[Question], search: Search, *, goals: bool) -> Iterator[Figure]:
    answers = [(question, search(question.said)) for question in asked]
    ours = [pair for pair in answers if pair[0].right]
    outside = [pair for pair in answers if not pair[0].right]
    yield Figure(f"{name}: questions", len(asked), "")
    yield Figure(f"{name}: right one first", _share(answers, 1), "share", ">= 0.85" if goals else "")
    yield Figure(f"{name}: right one in first 3", _share(answers, 3), "share", ">= 0.95" if goals else "")
    yield Figure(f"{name}: of what is ours, in first 3", _share(ours, 3), "share")
    yield Figure(f"{name}: nothing fits, said so", _share(outside, 1), "share")


def _share(answers: Sequence[tuple[Question, Sequence[str]]], among: int) -> float:
    return sum(_right(question, found, among) for question, found in answers) / len(answers)


def _plain(said: str, names: dict[str, str]) -> list[str]:
    wanted = "".join(part.typed for part in understood(said, exact=True).parts)
    return [code for code, name in names.items() if wanted and (wanted in name or said in name)]


def _speed(asked: Sequence[Question], search: Search) -> Iterator[Figure]:
    """In the process's own time, the better of two runs: what else the machine does is no fault of a search."""
    spent = [min(_spent(question, search) for _ in range(RUNS)) for question in asked]
    yield Figure("a search, median", median(spent), "ms")
    yield Figure("a search, 95 of 100 within", quantiles(spent, n=20)[-1], "ms", "<= 20")


def _spent(question: Question, search: Search) -> float:
    begun = time.process_time()
    search(question.said)
    return (time.process_time() - begun) * 1000

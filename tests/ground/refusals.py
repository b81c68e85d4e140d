"""How tests hear a no: which one it is, in whole sentences of both languages, and with nothing written."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from yichuang.kernel.errors import Refusal, wordings

LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""The two halves of a wording, and the cookie under which a page speaks each."""
PLACE = re.compile(r"\{\w+\}")
NO_RECORD = ("django_session", "people_personlook", "api_apitoken")
"""What asking alone leaves behind: a session, the trail of who looked somebody up, the moment of a token's last use."""


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Inside, somebody is refused with ``code``, and both languages say all of it."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code, f"refused with {caught.value.code} instead"
    for language in LANGUAGES:
        said = caught.value.message(language) + caught.value.next_step(language)
        assert said
        assert not PLACE.search(said)


@contextmanager
def nothing_written(*besides: str) -> Iterator[None]:
    """Inside, no row of any table comes, goes or changes, but for traces and the tables named."""
    before = _stock()
    yield
    moved = sorted(name for name, rows in _stock().items() if before[name] != rows and name not in besides)
    assert not moved, f"written in {moved}"


def refuses(client: Client, ask: Callable[[], HttpResponse], code: str, status: int) -> None:
    """What ``ask`` asks of ``client`` is refused in the words of ``code`` and their next step, in each language."""
    with nothing_written():
        for language, cookie in LANGUAGES.items():
            client.cookies["django_language"] = cookie
            says(ask(), code, status, language)


def says(answer: HttpResponse, code: str, status: int, language: str = "zh") -> None:
    """The page ``answer`` says ``code`` and its next step in ``language``, with every fact in its place."""
    page = unescape(answer.content.decode())
    assert answer.status_code == status, page
    words = wordings()[code]
    for template in (getattr(words, language), getattr(words, f"{language}_next")):
        sentence = r"[^{}]+?".join(re.escape(part) for part in PLACE.split(template))
        assert re.search(sentence, page), (template, page)


def _stock() -> dict[str, tuple[int, int]]:
    """Of each table how many rows it has, and a sum over what stands in them."""
    names = sorted(set(connection.introspection.table_names()) - set(NO_RECORD))
    each = "SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each.format(name) for name in names))
        return {name: (rows, total) for name, rows, total in cursor.fetchall()}

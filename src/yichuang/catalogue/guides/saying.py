"""A condition in plain words, both languages: what the guide prints where the definition says ``when``. Pure.

The grammar is the part of CEL that definitions use: comparisons joined by ``&&``, ``||`` and ``!``. A clause that has no
words here is named by what it depends on, never left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Element, EvidenceType, Item, Situation, Text
from yichuang.catalogue.loader import Catalogue
from yichuang.kernel.data_files import read_data

_TOKEN = re.compile(r"\s*(&&|\|\||==|!=|<=|>=|<|>|!|\(|\)|\[|\]|,|\"[^\"]*\"|'[^']*'|[\w.]+)")
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_QUOTES = "\"'"
_QUOTED = frozenset(_QUOTES)


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """What ``saying.yaml`` holds."""

    joints: dict[str, Text]
    ages: dict[str, Text]
    amounts: dict[str, Text]
    orders: dict[str, Text]
    truths: dict[str, Text]
    spans: dict[str, Text]
    flags: dict[str, Text]
    names: dict[str, Text]
    values: dict[str, dict[str, Text]]


@cache
def _words() -> _Words:
    return read_data(Path(__file__).with_name("saying.yaml"), _Words)


def in_words(expression: str, item: Item, shelf: Catalogue) -> Text:
    """When something applies; empty words for what always does."""
    if not expression.strip():
        return Text("", "")
    reader = _Reader(expression, item, shelf)
    try:
        said = reader.either()
    except _UnreadError:
        return reader.whole()
    return said if reader.at_end else reader.whole()


class _UnreadError(Exception):
    """The expression is of a shape that has no words of its own."""


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, expression: str, item: Item, shelf: Catalogue) -> None:
        self._expression = expression
        self._tokens = _tokens(expression)
        self._at = 0
        self._questions: Mapping[str, Situation] = {each.key: each for each in item.situations}
        self._elements: Mapping[str, Element] = shelf.elements
        self._evidence: Mapping[str, EvidenceType] = shelf.evidence_types

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def whole(self) -> Text:
        """What the whole expression depends on, where it cannot be said clause by clause."""
        found = dict.fromkeys(self._named(token) for token in _tokens_loosely(self._expression))
        named = [name for name in found if name is not None]
        return _filled("depends", Text("”“".join(name.zh for name in named), ", ".join(name.en for name in named)))

    def either(self) -> Text:
        return self._joined("||", self._both, "or")

    def _both(self) -> Text:
        return self._joined("&&", self._clause, "and")

    def _joined(self, sign: str, part: Callable[[], Text], joint: str) -> Text:
        said = [part()]
        while self._take(sign):
            said.append(part())
        link = _words().joints[joint]
        return Text(link.zh.join(each.zh for each in said), link.en.join(each.en for each in said))

    def _clause(self) -> Text:
        if self._take("!"):
            return self._negated()
        return self._grouped() if self._take("(") else self._comparison()

    def _grouped(self) -> Text:
        begun = self._at
        said = self.either()
        several = "||" in self._tokens[begun : self._at]
        self._need(")")
        return Text(f"（{said.zh}）", f"({said.en})") if several else said

    def _negated(self) -> Text:
        if self._take("("):
            denied = self._denied(self._next())
            self._need(")")
            return denied
        name = self._next()
        flag = _words().flags.get(f"!{name}")
        if flag is None:
            raise _UnreadError
        return flag

    def _denied(self, left: str) -> Text:
        """``!("photo" in has)``, ``!(answers.kind in ["a", "b"])``."""
        self._need("in")
        if self._take("has"):
            return _filled("lacks", self._proof(left))
        return self._choice(left, self._values(), negative=True)

    def _comparison(self) -> Text:
        left = self._next()
        if left in _words().spans:
            return self._span(left)
        if self._peek() not in _COMPARISONS:
            flag = _words().flags.get(left)
            if flag is None:
                raise _UnreadError
            return flag
        sign = self._next()
        if left == "age":
            return _filled(sign, self._number(), _words().ages)
        if sign == "in" and self._peek() == "has":
            self._next()
            return _filled("holds", self._proof(left))
        if sign == "in" or self._peek()[:1] in _QUOTED:
            return self._choice(left, self._values() if sign == "in" else [self._quoted()], negative=sign == "!=")
        return self._against(left, sign, self._next())

    def _against(self, left: str, sign: str, right: str) -> Text:
        """``form.people < 1000``, ``form.urgent == true``, ``form.expiry < today``."""
        name = self._named(left)
        if name is None:
            raise _UnreadError
        if right.isdigit():
            return _paired("amount", name, _filled(sign, Text(right, right), _words().amounts))
        if right in _words().truths:
            return _paired("value_not" if sign == "!=" else "value", name, _words().truths[right])
        other = self._named(right)
        words = _words().orders.get(sign)
        if other is None or words is None:
            raise _UnreadError
        return Text(words.zh.format(first=name.zh, last=other.zh), words.en.format(first=name.en, last=other.en))

    def _span(self, function: str) -> Text:
        """``months_between(today, form.x) < 3``."""
        self._need("(")
        first = self._named(self._next())
        self._need(",")
        last = self._named(self._next())
        self._need(")")
        sign = self._next()
        amount = _filled(
            "==" if sign == "in" else sign, self._numbers() if sign == "in" else self._number(), _words().amounts
        )
        if first is None or last is None:
            raise _UnreadError
        of = _words().spans[function]
        return Text(
            of.zh.format(first=first.zh, last=last.zh, amount=amount.zh),
            of.en.format(first=first.en, last=last.en, amount=amount.en),
        )

    def _number(self) -> Text:
        number = self._next()
        if not number.isdigit():
            raise _UnreadError
        return Text(number, number)

    def _numbers(self) -> Text:
        self._need("[")
        found = [self._number()]
        while self._take(","):
            found.append(self._number())
        self._need("]")
        either = _words().joints["either"]
        return Text(either.zh.join(each.zh for each in found), either.en.join(each.en for each in found))

    def _choice(self, left: str, values: list[str], *, negative: bool) -> Text:
        name = self._named(left)
        if name is None:
            raise _UnreadError
        said = [self._option(left, value) for value in values]
        among = _words().joints["among"]
        options = Text(among.zh.join(each.zh for each in said), " or ".join(f"“{each.en}”" for each in said))
        kind = "answer" if left.startswith("answers.") else "value"
        return _paired(f"{kind}_not" if negative else kind, name, options)

    def _named(self, token: str) -> Text | None:
        root, _, path = token.partition(".")
        key = path.partition(".")[0]  # form.address.contains(…)
        if root == "answers":
            return self._questions[key].question if key in self._questions else None
        if root == "form":
            return self._elements[key].name if key in self._elements else None
        return _words().names.get(root)

    def _option(self, left: str, value: str) -> Text:
        root, _, key = left.partition(".")
        if root in {"answers", "form"}:
            of = self._questions.get(key) if root == "answers" else self._elements.get(key)
            found = next((each.label for each in of.options if each.value == value), None) if of else None
        else:
            found = _words().values.get(root, {}).get(value)
        if found is not None:
            return found
        return _words().joints["not_asked"] if value == "" else Text(value, value)

    def _proof(self, quoted: str) -> Text:
        kind = self._evidence.get(quoted.strip(_QUOTES))
        if kind is None:
            raise _UnreadError
        return kind.name

    def _values(self) -> list[str]:
        self._need("[")
        found = [self._quoted()]
        while self._take(","):
            found.append(self._quoted())
        self._need("]")
        return found

    def _quoted(self) -> str:
        token = self._next()
        if token[0] not in _QUOTES:
            raise _UnreadError
        return token[1:-1]

    def _peek(self) -> str:
        return self._tokens[self._at] if not self.at_end else ""

    def _next(self) -> str:
        if self.at_end:
            raise _UnreadError
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, token: str) -> bool:
        if self._peek() == token:
            self._at += 1
            return True
        return False

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise _UnreadError


def _filled(joint: str, what: Text, words: Mapping[str, Text] | None = None) -> Text:
    found = (words or _words().joints).get(joint)
    if found is None:
        raise _UnreadError
    return Text(found.zh.format(what=what.zh), found.en.format(what=what.en))


def _paired(joint: str, name: Text, options: Text) -> Text:
    words = _words().joints[joint]
    return Text(words.zh.format(name=name.zh, options=options.zh), words.en.format(name=name.en, options=options.en))


def _tokens(expression: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(expression.rstrip()):
        match = _TOKEN.match(expression, at)
        if match is None:
            return []
        found.append(match[1])
        at = match.end()
    return found


def _tokens_loosely(expression: str) -> Iterator[str]:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", expression)
    return iter(re.findall(r"[A-Za-z_][\w.]*", bare))

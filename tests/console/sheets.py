"""A form of a page as a browser would send it."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The inputs of every form with an id: ``forms["part-limits"]`` is a list of (name, value)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self._form: list[tuple[str, str]] | None = None
        self._select = self._area = ""
        self._words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in given}
        name = told.get("name", "")
        if tag == "form":
            self._form = self.forms.setdefault(told.get("id", ""), [])
        elif self._form is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in told:
            self._form.append((self._select, told["value"]))
        elif tag == "textarea":
            self._area, self._words = name, []
        elif tag == "input" and name and (told.get("type") not in ("checkbox", "radio") or "checked" in told):
            self._form.append((name, told.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None:
            self._form.append((self._area, "".join(self._words)))
            self._area = ""


def filled(page: str, section: str, **over: str) -> dict[str, list[str]]:
    """One section with some fields typed over; dots of names are written as two underscores."""
    found: dict[str, list[str]] = {}
    for name, value in Forms(page).forms[f"part-{section}"]:
        found.setdefault(name, []).append(value)
    return found | {name.replace("__", "."): [value] for name, value in over.items()}

"""``./run screenshots [names]``: take the documentation's pictures from a demo that really runs.

Without ``--out`` only the pictures that the READMEs show are taken, into ``docs/images``; with it, every listed page in both
languages at both sizes. ``--url`` uses a demo that already runs, in which nobody has played story 1 yet; otherwise one is
built in a temporary folder.
"""

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec
import yaml
from PIL import Image

from yichuang.__main__ import settle
from yichuang.kernel.errors import Refusal
from yichuang.server.supervise import answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = 8970
PATIENCE = 600
"""Seconds that the demo may take to be built."""
STEP_PATIENCE = 15_000
"""Milliseconds that a step may take."""
LARGEST = 250_000
"""Bytes of one picture; the repository carries them for ever."""
COLOURS = (256, 128, 64)
PAPER_SCALE = 1.4
STROKES = ((0.2, 0.3), (0.4, 0.7), (0.5, 0.3), (0.7, 0.8), (0.8, 0.4))
"""Of a signature, as shares of the pad."""
SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
Size = Literal["desktop", "phone"]
Language = Literal["zh", "en"]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do on a page; exactly one is given, but that ``lay`` names its ``reader``."""

    press: str = ""
    """A key, as ``F9``."""
    type: str = ""
    """Text, where the focus is."""
    click: str = ""
    """A selector; the first that matches."""
    wait: str = ""
    """A selector that must be there."""
    gone: str = ""
    """A selector that must be there no more."""
    shows: str = ""
    """A selector of a row of the office's list: its case must be the open one."""
    sign: str = ""
    """A selector of the pad that is signed on."""
    lay: str = ""
    """Whose ID card is laid on the sandbox's reader."""
    reader: str = "window-1"
    pause: float = 0
    """Seconds."""


class Shot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page, as ``screenshots.yaml`` lists it; without sizes, only something that others come ``after``."""

    name: str
    path: str = ""
    """Where it begins; without one, where the shot it comes ``after`` ended."""
    paper: str = ""
    """Instead of a page: the kind of statutory paper whose sample is shown."""
    badge: str = ""
    """Who signs in first; nobody where empty."""
    after: str = ""
    """The shot whose ``before`` has to be done first."""
    before: tuple[Step, ...] = ()
    """Done once; the pictures are taken where it ends."""
    steps: tuple[Step, ...] = ()
    """Done before each picture."""
    readme: bool = False
    """Shown in the READMEs."""
    sizes: tuple[Size, ...] = ("desktop", "phone")
    languages: tuple[Language, ...] = ("zh", "en")


class Failed(Exception):
    """A page that could not be taken; says why."""


def main(arguments: Sequence[str]) -> int:
    """Take the named pictures, or all; status 1 with the names of those that failed."""
    chosen = _parser().parse_args(arguments)
    shots = {shot.name: shot for shot in listed()}
    if unknown := set(chosen.names) - set(shots):
        print(f"no such picture: {', '.join(sorted(unknown))}")
        return 2
    wanted = [shot for shot in shots.values() if _wanted(shot, chosen)]
    out = chosen.out or IMAGES
    out.mkdir(parents=True, exist_ok=True)
    sizes: tuple[Size, ...] = ("desktop", "phone") if chosen.out else ("desktop",)
    with demo(chosen.url) as url, camera(url, shots) as studio:
        failed = [shot.name for shot in wanted if not _taken(studio, shot, sizes, out)]
    print(f"failed: {', '.join(failed)}" if failed else f"{out}: all pictures taken")
    return 1 if failed else 0


def _wanted(shot: Shot, chosen: Namespace) -> bool:
    return bool(shot.sizes) and (chosen.out or shot.readme) and (not chosen.names or shot.name in chosen.names)


def listed() -> list[Shot]:
    """The pages of ``screenshots.yaml``."""
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return msgspec.convert(found, list[Shot])


@contextmanager
def demo(running: str | None) -> Iterator[str]:
    """The address of a demo: ``running``, or one of our own, stopped and forgotten afterwards."""
    with tempfile.TemporaryDirectory(prefix="yichuang-pictures-") as folder:
        home = Path(folder)
        home.chmod(0o711)  # as root the database runs under another account, which must pass through
        if running:
            settle(home, None)  # the codes of the demo's staff are computed with the sign-in library
            yield running.rstrip("/")
            return
        command = [sys.executable, "-m", "yichuang.server.launch", "demo", "--port", str(PORT), "--no-browser"]
        process = subprocess.Popen([*command, "--data", folder])
        try:
            _wait(process)
            settle(home, None)
            yield f"http://localhost:{PORT}"
        finally:
            process.terminate()
            process.wait()


class Studio:
    """A browser on one demo, who is already signed in there, and how far its stories have gone."""

    def __init__(self, browser: "Browser", url: str, shots: Mapping[str, Shot]) -> None:
        self.url = url
        self._browser = browser
        self._shots = shots
        self._signed_in: dict[str, StorageState] = {}
        self._ended: dict[str, str] = {}

    def address(self, shot: Shot) -> str:
        """Where the shot's pictures are taken: where its ``before`` ends, done now if it has not been. Raises ``Failed``."""
        if shot.name not in self._ended:
            begin = shot.path or (self.address(self._shots[shot.after]) if shot.after else "/")
            if shot.after:
                self.address(self._shots[shot.after])
            self._ended[shot.name] = self._done(shot, begin) if shot.before else begin
        return self._ended[shot.name]

    def window(self, shot: Shot, size: Size, language: Language) -> "BrowserContext":
        """A fresh window, signed in as the shot asks."""
        state = self._state(shot.badge) if shot.badge else None
        context = self._browser.new_context(
            base_url=self.url, locale=LANGUAGES[language], viewport=SIZES[size], storage_state=state
        )
        context.set_default_timeout(STEP_PATIENCE)
        return context

    def _done(self, shot: Shot, begin: str) -> str:
        context = self.window(shot, "desktop", "zh")
        try:
            page = opened(context, begin)
            do_all(page, shot.before, self.url)
            return page.url
        finally:
            context.close()

    def _state(self, badge: str) -> "StorageState":
        """Once for each badge: a one-time code is good for one sign-in."""
        if badge not in self._signed_in:
            context = self._browser.new_context(base_url=self.url)
            context.set_default_timeout(STEP_PATIENCE)
            sign_in(context.new_page(), badge)
            self._signed_in[badge] = context.storage_state()
            context.close()
        return self._signed_in[badge]


@contextmanager
def camera(url: str, shots: Mapping[str, Shot]) -> Iterator[Studio]:
    """Chromium, closed afterwards."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this verb needs it

    from tests.ground.browser import QUIET, chromium  # noqa: PLC0415

    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield Studio(browser, url, shots)
        browser.close()


def sign_in(page: "Page", badge: str) -> None:
    """Go through the sign-in pages as this member of the demo's staff."""
    from yichuang.demo.bureau import bureau, totp_secret  # noqa: PLC0415 - needs the settings
    from yichuang.demo.codes import code_at  # noqa: PLC0415

    page.goto("/accounts/login/?next=/design/")  # a page that every member of staff may see
    page.fill("input[name=login]", badge)
    page.fill("input[name=password]", bureau().password)
    page.press("input[name=password]", "Enter")
    page.fill("input[name=code]", code_at(totp_secret(badge), time.time()))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def take(studio: Studio, shot: Shot, size: Size, language: Language) -> bytes:
    """The page as this person sees it in this language. Raises ``Failed``."""
    address = studio.address(shot)
    context = studio.window(shot, size, language)
    try:
        page = opened(context, address)
        do_all(page, shot.steps, studio.url)
        return page.screenshot(animations="disabled")
    finally:
        context.close()


def opened(context: "BrowserContext", address: str) -> "Page":
    """The page at the address. Raises ``Failed`` where it does not answer well."""
    page = context.new_page()
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise Failed(f"{address} answered {answer.status if answer else 'nothing'}")
    return page


def do_all(page: "Page", steps: Iterable[Step], url: str) -> None:
    """Carry out the steps, each when the page has come to rest. Raises ``Failed`` that names the step."""
    from playwright.sync_api import Error  # noqa: PLC0415

    for step in steps:
        try:
            _do(page, step, url)
            page.wait_for_load_state("networkidle")
        except Error as error:
            raise Failed(f"{step} on {page.url}: {error.message.splitlines()[0]}") from error


def _do(page: "Page", step: Step, url: str) -> None:
    for name, act in ACTS.items():
        if given := getattr(step, name):
            act(page, given)
    if step.lay:
        _lay(step.lay, step.reader, url)


def _shows(page: "Page", row: str) -> None:
    number = page.locator(row).get_attribute("data-number")
    page.locator(f"#case [data-case='{number}']").wait_for(state="attached")


def _sign(page: "Page", pad: str) -> None:
    """A line up and down, as a person draws it."""
    canvas = page.locator(pad).first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    if box is None:
        raise Failed(f"{pad} is not in sight")
    points = [(box["x"] + box["width"] * right, box["y"] + box["height"] * down) for right, down in STROKES]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


ACTS: Mapping[str, Callable[["Page", Any], object]] = {
    "press": lambda page, key: page.keyboard.press(key),
    "type": lambda page, text: page.keyboard.type(text),
    "click": lambda page, selector: page.locator(selector).first.click(),
    "wait": lambda page, selector: page.locator(selector).first.wait_for(state="attached"),
    "gone": lambda page, selector: page.locator(selector).first.wait_for(state="detached"),
    "shows": _shows,
    "sign": _sign,
    "pause": lambda page, seconds: page.wait_for_timeout(seconds * 1000),
}


def paper(kind: str) -> bytes:
    """The first page of a sample of this statutory paper."""
    import pypdfium2  # noqa: PLC0415 - only papers need it

    from yichuang.cases.papers.commands import write_samples  # noqa: PLC0415 - needs the settings

    with tempfile.TemporaryDirectory() as folder:
        write_samples(Namespace(out=folder))
        found = next(Path(folder).glob(f"*-{kind}.pdf"), None)
        if found is None:
            raise Failed(f"there is no paper {kind}")
        document = pypdfium2.PdfDocument(found)
        picture = document[0].render(scale=PAPER_SCALE).to_pil()
        document.close()
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def small(png: bytes) -> bytes:
    """The same picture with as few colours as it takes to stay below ``LARGEST``. Raises ``Failed``."""
    whole = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        kept = BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            return kept.getvalue()
    raise Failed(f"larger than {LARGEST} bytes")


def _taken(studio: Studio, shot: Shot, sizes: Sequence[Size], out: Path) -> bool:
    """All pictures of one page; a page that fails is named and does not keep the others."""
    from playwright.sync_api import Error  # noqa: PLC0415

    try:
        for name, png in _pictures(studio, shot, sizes):
            (out / f"{name}.png").write_bytes(small(png))
            print(f"{name}.png", flush=True)
    except (Failed, Refusal, Error) as error:
        print(f"{shot.name}: {error}", flush=True)
        return False
    return True


def _pictures(studio: Studio, shot: Shot, sizes: Sequence[Size]) -> Iterator[tuple[str, bytes]]:
    if shot.paper:
        yield shot.name, paper(shot.paper)
        return
    for size, language in product(sizes, shot.languages):
        if size in shot.sizes:
            suffix = "-phone" if size == "phone" else ""
            yield f"{shot.name}-{language}{suffix}", take(studio, shot, size, language)


def _lay(person: str, reader: str, url: str) -> None:
    """On the sandbox beside the demo, two ports above it."""
    from yichuang.demo.press import press_card  # noqa: PLC0415 - needs the settings

    at = urlsplit(url)
    press_card(person, reader, f"http://{at.hostname}:{(at.port or 80) + 2}")


def _wait(process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers("127.0.0.1", PORT):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the demo did not start")
        time.sleep(0.5)


def _parser() -> ArgumentParser:
    top = ArgumentParser(prog="./run screenshots", description="Take the documentation's screenshots.")
    top.add_argument("names", nargs="*", help="names from tools/screenshots.yaml; all where none is given")
    top.add_argument("--out", type=Path, help="take every page in both languages at both sizes into this folder")
    top.add_argument("--url", help="a demo that already runs, such as http://localhost:8000")
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

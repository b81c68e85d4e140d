"""``./run screenshots [names]``: take the documentation's screenshots from a demo that really runs.

The demo's data is kept in ``var/screenshots``, so that only the first time has to build the invented bureau.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import yaml

from yichuang.__main__ import settle
from yichuang.server.supervise import answers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DATA = ROOT / "var" / "screenshots"
PORT = 8970
BASE = f"http://localhost:{PORT}"
PATIENCE = 600
"""Seconds that the first start of the demo may take."""
SIZES = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class Shot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One picture, as ``screenshots.yaml`` lists it."""

    name: str
    path: str
    badge: str = ""
    language: Literal["zh", "en"] = "zh"
    size: Literal["desktop", "phone"] = "desktop"
    click: tuple[str, ...] = ()


def main(names: Sequence[str]) -> int:
    """Take the named pictures, or all."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this verb needs it

    from tests.ground.browser import QUIET, chromium  # noqa: PLC0415

    shots = [shot for shot in listed() if not names or shot.name in names]
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demo(), sync_playwright() as playwright:
        settle(DATA, None)
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        signed_in = {badge: sign_in(browser, badge) for badge in {shot.badge for shot in shots} if badge}
        for shot in shots:
            take(browser, shot, signed_in.get(shot.badge))
            print(f"docs/images/{shot.name}.png", flush=True)
        browser.close()
    return 0


def listed() -> list[Shot]:
    """The pictures of ``screenshots.yaml``."""
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return msgspec.convert(found, list[Shot])


@contextmanager
def demo() -> Iterator[None]:
    """A running demo, stopped afterwards."""
    command = [sys.executable, "-m", "yichuang.server.launch", "demo", "--port", str(PORT), "--no-browser"]
    process = subprocess.Popen([*command, "--data", str(DATA)])
    try:
        _wait(process)
        yield
    finally:
        process.terminate()
        process.wait()


def take(browser: "Browser", shot: Shot, signed_in: "StorageState | None") -> None:
    """Open the screen as this person in this language and keep what is seen."""
    context = browser.new_context(
        base_url=BASE, locale=LOCALES[shot.language], viewport=SIZES[shot.size], storage_state=signed_in
    )
    page = context.new_page()
    page.goto(shot.path, wait_until="networkidle")
    for name in shot.click:
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{shot.name}.png", animations="disabled")
    context.close()


def sign_in(browser: "Browser", badge: str) -> "StorageState":
    """Go through the sign-in pages as this member of staff."""
    from yichuang.demo.bureau import bureau, totp_secret  # noqa: PLC0415 - needs the settings
    from yichuang.demo.codes import code_at  # noqa: PLC0415

    context = browser.new_context(base_url=BASE)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", badge)
    page.fill("input[name=password]", bureau().password)
    page.press("input[name=password]", "Enter")
    page.fill("input[name=code]", code_at(totp_secret(badge), time.time()))
    page.press("input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    state = context.storage_state()
    context.close()
    return state


def _wait(process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers("127.0.0.1", PORT):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("the demo did not start")
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

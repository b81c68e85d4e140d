"""A real Chromium that can reach this machine only."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
DESKTOP = {"width": 1366, "height": 768}
QUIET = (
    "--no-first-run",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


@cache
def chromium() -> str:
    """Where Chromium is; as root on Debian it is installed when missing. Without one the test is skipped, in CI it fails."""
    found = _on_path() or (_installed() and _on_path())
    if not found:
        words = "no Chromium found: apt-get install chromium fonts-noto-cjk"
        pytest.fail(words) if os.environ.get("CI") == "true" else pytest.skip(words)
    return found


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, CANDIDATES)), None)


def _installed() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    commands = (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", *PACKAGES])
    return all(subprocess.run(command, check=False, capture_output=True).returncode == 0 for command in commands)


@pytest.fixture(scope="session")
def _started() -> Iterator[tuple["Browser", asyncio.AbstractEventLoop | None]]:
    """One Chromium per worker. Playwright keeps an event loop in this thread, which Django takes for async code."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        loop = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        yield running, loop
        asyncio._set_running_loop(loop)
        running.close()


@pytest.fixture
def browser(_started: tuple["Browser", asyncio.AbstractEventLoop | None]) -> Iterator["Browser"]:
    """The worker's Chromium. Its event loop counts as running in this test only: others may want one of their own.

    Django keeps another set of connections while a loop runs; both are made the same one, so that the test and what
    tidies up after it look at the same database.
    """
    from django.db import connections

    running, loop = _started
    ours = connections["default"]
    asyncio._set_running_loop(loop)
    connections["default"] = ours
    yield running
    asyncio._set_running_loop(None)


FAILED = pytest.StashKey[bool]()
MOST_SHOWN = 1500
"""Characters of a page's text told when a test fails."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test itself failed: then its pages are told before they are closed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def _tell(page: "Page") -> None:
    """What a failed test's page shows, for the log of a run that nobody watched."""
    if not page.is_closed():
        print(f"{page.url}\n{page.locator('body').inner_text(timeout=2000)[:MOST_SHOWN]}\n")


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: "Browser", live_server) -> Iterator[Callable[..., "Page"]]:
    """``open_page(**options)``: a fresh window of a fresh visitor on the live server; a story has several people.

    Chinese, 1366 × 768, unless ``options`` (of Playwright's ``new_context``) say otherwise. An uncaught error in a page's
    script fails the test.
    """
    contexts, errors = [], []

    def opened(**options: object) -> "Page":
        whole = {"base_url": live_server.url, "locale": "zh-CN", "viewport": DESKTOP, **options}
        contexts.append(browser.new_context(**whole))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                _tell(page)
        context.close()
    assert not errors, f"errors in the page's scripts: {errors}"


@pytest.fixture
def browser_page(open_page: Callable[..., "Page"]) -> "Page":
    """One such window: ``browser_page.goto("/desk/")``."""
    return open_page()

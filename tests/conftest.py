"""What every test stands on: one throw-away PostgreSQL for the run, keys for tests, a closed network, a frozen time.

``DATABASE_URL``, where set, names a server to use instead of the embedded one. The server starts with the first test
that needs it; its migrations run once into a template database that each xdist worker copies.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

HOME_VARIABLE = "YICHUANG_TEST_HOME"
PREFIX = "yichuang-test-"


def _own_home() -> Path:
    """A folder for this run, named after the process that removes it; xdist workers inherit it."""
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    home.chmod(0o711)  # as root the database runs under another account, which must pass through
    (home / "static").mkdir()
    os.environ[HOME_VARIABLE] = str(home)
    return home


OWNS_HOME = HOME_VARIABLE not in os.environ
HOME = _own_home() if OWNS_HOME else Path(os.environ[HOME_VARIABLE])
EMBEDDED = "DATABASE_URL" not in os.environ or os.environ.get("YICHUANG_TEST_EMBEDDED") == "1"

gc.set_threshold(20_000, 20, 20)  # what is imported and collected stays: looking for rubbish in it was a fifth of a run

os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "yichuang.settings",
        "YICHUANG_DATA": str(HOME),
        "YICHUANG_SECRET": "a key for tests only",
        "YICHUANG_FIELD_KEYS": "k1:000102030405060708090a0b0c0d0e0f",
        "YICHUANG_INDEX_KEY": "0f" * 32,
        "YICHUANG_SEAL_KEY": "0e" * 32,
        "YICHUANG_SANDBOX_URL": "",
        "YICHUANG_LIVE_URL": "",
        "TZ": "UTC",
    }
)
if EMBEDDED:
    os.environ["YICHUANG_TEST_EMBEDDED"] = "1"
    os.environ["DATABASE_URL"] = f"postgresql://yichuang@/yichuang?host={HOME}/socket"

pytest_plugins = [
    "tests.ground.database",
    "tests.ground.dictionaries",
    "tests.ground.network",
    "tests.ground.browser",
    "tests.ground.jobs",
    "tests.ground.language",
    "tests.ground.queries",
    "tests.ground.time",
    "tests.ground.world",
]


def pytest_configure() -> None:
    """Clear away what a killed earlier run left behind; set Django up, now that the environment holds its settings."""
    import django
    from hypothesis import HealthCheck, settings

    from tests.ground import database

    if OWNS_HOME:
        database.sweep(PREFIX)
    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")  # how long an example takes says something of the machine and nothing of a rule
    django.setup()


def pytest_collection_finish() -> None:
    """What stands once ten thousand tests are known stands to the end: the collector need not go through it again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    from tests.ground import database

    if OWNS_HOME:
        database.stop(HOME)
        shutil.rmtree(HOME, ignore_errors=True)

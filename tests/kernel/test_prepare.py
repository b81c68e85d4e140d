"""A fresh server takes many requests at one instant without dying of it."""

import subprocess
import sys

import msgspec
from msgspec import Struct, json

from yichuang.kernel.prepare import prepare_types

RACE = """
import sys, threading
import msgspec
from yichuang.kernel.prepare import prepare_types

sys.setswitchinterval(1e-6)
for turn in range(300):
    fields = [(f"f{place}", tuple[int, ...] | None, None) for place in range(20)]
    inner = [msgspec.defstruct(f"Inner{turn}_{place}", fields) for place in range(10)]
    outer = msgspec.defstruct(f"Outer{turn}", [(f"s{place}", kind | None, None) for place, kind in enumerate(inner)])
    prepare_types()
    given = {f"s{place}": {f"f{field}": [1] for field in range(20)} for place in range(10)}
    threads = [threading.Thread(target=msgspec.convert, args=(given, outer)) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
"""


def test_prepared_types_stand_a_crowd_of_threads():
    done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, f"the process died: {done.returncode} {done.stderr[-500:]}"


def test_nothing_is_read_any_more_once_types_are_prepared(monkeypatch):
    class Kept(Struct):
        day: int

    assert prepare_types() > 1

    def late(_kind: type) -> dict[str, object]:
        raise AssertionError("read while serving")

    monkeypatch.setattr(msgspec._utils, "get_class_annotations", late)
    assert json.Decoder(Kept).decode(b'{"day": 1}') == Kept(1)


def test_the_web_process_prepares_its_types_before_it_serves():
    script = (
        "import msgspec, django; from yichuang import wsgi\n"
        "from yichuang.applications.filing import Filing\n"
        "def late(kind): raise AssertionError('read while serving')\n"
        "msgspec._utils.get_class_annotations = late\n"
        "msgspec.convert({'person': 1, 'choices': []}, Filing)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]

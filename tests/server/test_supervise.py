"""The supervisor: all processes up, the dead replaced, none left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from tests.ground.processes import alive
from yichuang.kernel.errors import Refusal
from yichuang.server import supervise
from yichuang.server.supervise import Child

NOWHERE = ("127.0.0.1", 1)
"""Where nothing ever answers."""
SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


class Stage:
    """What the supervisor said, and a way to end it ``turns`` of its loop after ``so`` has come true."""

    def __init__(self, turns, so=lambda: True):
        self.said = []
        self.turns = turns
        self.so = so

    def turn(self, _seconds):
        threading.Event().wait(0.02)
        self.turns -= bool(self.so())
        if self.turns < 0:
            raise KeyboardInterrupt

    def say(self, key, **facts):
        self.said.append((key, facts))


def noting(file):
    """A program that notes its number in ``file``, whole as soon as it is there, and sleeps."""
    draft = f"{file}.draft"
    return f"import os, time; open({draft!r}, 'w').write(str(os.getpid())); os.rename({draft!r}, {str(file)!r}); time.sleep(60)"


def test_when_told_to_stop_no_process_is_left(tmp_path):
    file = tmp_path / "pid"
    stage = Stage(turns=0, so=file.exists)
    with pytest.raises(KeyboardInterrupt):
        supervise.supervise(
            [Child("a", (sys.executable, "-c", noting(file)))],
            NOWHERE,
            on_ready=lambda: None,
            say=stage.say,
            pause=stage.turn,
        )
    assert not alive(file.read_text())


def test_one_that_dies_is_started_again_with_a_sentence(tmp_path):
    stage = Stage(turns=20, so=lambda: stage.said)
    mark = tmp_path / "died-once"
    dies_once = (
        f"import os, sys, time; m = {str(mark)!r}\nif not os.path.exists(m): open(m, 'w'); sys.exit(7)\ntime.sleep(60)"
    )
    with pytest.raises(KeyboardInterrupt):
        supervise.supervise(
            [Child("b", (sys.executable, "-c", dies_once))],
            NOWHERE,
            on_ready=lambda: None,
            say=stage.say,
            pause=stage.turn,
        )
    assert stage.said == [("restarting", {"child": "b", "status": 7})]


def test_three_quick_deaths_end_everything_and_name_the_one(tmp_path):
    file = tmp_path / "pid"
    stage = Stage(turns=5000)
    dies = f"import os, time\nwhile not os.path.exists({str(file)!r}): time.sleep(0.01)\nraise SystemExit(1)"
    children = [Child("good", (sys.executable, "-c", noting(file))), Child("bad", (sys.executable, "-c", dies))]
    with pytest.raises(Refusal) as refused:
        supervise.supervise(children, NOWHERE, on_ready=lambda: None, say=stage.say, pause=stage.turn)
    assert refused.value.code == "server.child_gave_up"
    assert "bad" in refused.value.message("en")
    assert len(stage.said) == supervise.QUICK_DEATHS - 1
    assert not alive(file.read_text())


def test_a_death_after_a_long_life_counts_anew():
    stage = Stage(turns=0)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    old = supervise.Running(Child("c", SLEEP), dead, since=time.monotonic() - 3600, deaths=2)
    revived = supervise._revived(old, stage.say)
    supervise.stop([revived.process])
    assert revived.deaths == 1


def test_one_that_ignores_the_request_to_stop_is_ended_with_its_own_children(monkeypatch):
    monkeypatch.setattr(supervise, "GRACE", 0.3)
    stubborn = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
child.wait()
"""
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, process_group=0)
    grandchild = int(process.stdout.readline())
    supervise.stop([process])
    for _ in range(1000):
        if not alive(grandchild):
            break
        time.sleep(0.02)
    assert process.returncode == -signal.SIGKILL
    assert not alive(grandchild)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_killed_itself_it_leaves_no_process(tmp_path):
    program = (
        "from yichuang.server.supervise import Child, supervise\n"
        f"supervise([Child('a', {(*SLEEP,)!r})], ('127.0.0.1', 1), on_ready=lambda: None, say=print)"
    )
    environment = os.environ | {"PYTHONPATH": "src"}
    boss = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=Path(__file__).parents[2])
    children = Path(f"/proc/{boss.pid}/task/{boss.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.05)
    boss.kill()
    boss.wait()
    for _ in range(1000):
        if not alive(found[0]):
            break
        time.sleep(0.02)
    assert not alive(found[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_child_whose_supervisor_died_before_it_began_does_not_begin():
    nobodys = partial(supervise._end_with_parent, os.getpid() + 1)
    orphan = subprocess.Popen(SLEEP, preexec_fn=nobodys)  # noqa: PLW1509 - as the supervisor does
    assert orphan.wait(timeout=20) == 1

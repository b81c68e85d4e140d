"""Command line: verify the whole record, and what the papers offer. (``commands.py`` holds the engine's commands.)"""

import sys
from argparse import Namespace

from msgspec import to_builtins

from yichuang.cases.papers.commands import COMMANDS as PAPERS
from yichuang.kernel.command import Answer, Command


def verify(_: Namespace) -> Answer:
    """Recompute every chain, replay every case; status 1 with the first broken link named."""
    from yichuang.cases.verify import Fault, verify  # noqa: PLC0415 - needs the database

    def sentence(fault: Fault) -> str:
        """One fault in words."""
        where = f"case {fault.number}" if fault.number else f"stream {fault.stream}"
        return f"{where}: {BROKEN[fault.kind].format(seq=fault.seq)}"

    report = verify(_say)
    summary = f"{report.streams} streams, {report.events} events, {len(report.faults)} faults"
    return Answer(to_builtins(report), (*map(sentence, report.faults), summary), ok=not report.faults)


BROKEN = {
    "chain": "the chain breaks at event {seq}",
    "state": "the stored state is not what its events lead to",
    "hash": "the stored hash is not that of the last event",
    "missing": "there is a history without a case, or a case without a history",
}


def _say(streams: int) -> None:
    """Progress goes to the other channel, so that ``--json`` stays clean."""
    sys.stderr.write(f"{streams} streams verified\n")


COMMANDS = (Command("audit verify", "recompute every hash and replay every case", verify), *PAPERS)

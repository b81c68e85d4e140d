"""Command line: look at every paper."""

from argparse import Namespace
from pathlib import Path

from yichuang.cases.papers.papers import content, typeset
from yichuang.cases.papers.samples import samples
from yichuang.kernel import moment
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.licences.marks import Mark, paper_number, verification_code


def write_samples(options: Namespace) -> Answer:
    """Write one invented paper of each kind as PDF, marked as a demonstration."""
    folder = Path(options.out)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for serial, (kind, facts) in enumerate(samples().items(), start=1):
        number = paper_number(facts.office.mark, kind, moment.today().year, serial)
        code = verification_code(b"sample", number, content(facts))
        mark = Mark(number, code, f"https://sample.invalid/verify/{code}", moment.now(), demo=True)
        path = folder / f"{serial:02}-{kind}.pdf"
        path.write_bytes(typeset(facts, mark))
        written.append(str(path))
    return Answer(written, tuple(written))


COMMANDS = (
    Command(
        name="papers sample",
        help="write a sample PDF of every statutory paper",
        run=write_samples,
        arguments=(Argument(("--out",), "folder to write to", {"default": "build/papers"}),),
        needs_database=False,
    ),
)

"""A day at the bureau for tests: a visit is filed, officers act, time passes, the worker catches up."""

from datetime import timedelta

import pypdfium2

from tests.applications.filings import MOVE, PASSPORT, story_1
from tests.ground.jobs import run_due
from tests.ground.world import TODAY
from yichuang.applications.filing import Choice
from yichuang.applications.submit import submit
from yichuang.cases import commands as cm
from yichuang.cases.perform import perform
from yichuang.delivery.hand_over import HandOver, hand_over
from yichuang.demo.signatures import RECEIVED, drawn
from yichuang.evidence.signature import store_signature
from yichuang.kernel import moment
from yichuang.licences.models import IssuedPaper
from yichuang.licences.queries import pdf_of
from yichuang.licences.terms import PaperKind
from yichuang.people.identify import record_face_match
from yichuang.people.models import IdentityCheck
from yichuang.people.terms import CheckResult

SMS = "messaging.send"


class Bench:
    """The bureau at work: a visit, its officers, and time that passes."""

    def __init__(self, world) -> None:
        self.world, self.now, self.moves = world, TODAY, 0
        self.person = world.person()

    def files(self, *items: Choice, **changes: object) -> dict[str, str]:
        """A visit at window 1, signed on the pad; the case numbers by item, the application's under ``""``."""
        drawing = store_signature(drawn("周念安"), by=None, now=self.now).sm3
        signature = str(changes.pop("signature", drawing))
        filing = story_1(self.person.pk, signature, **{"choices": items or (PASSPORT, MOVE), **changes})
        self.moves += 1
        with moment.at(self.now):
            filed = submit(self.world.actor("990801"), filing, key=f"visit/{self.moves}", now=self.now)
        return {"": filed.number, **{case.item: case.number for case in filed.cases}}

    def receives_online(self) -> str:
        """A household move filed online and received at the window afterwards; its case number."""
        number = self.files(MOVE, channel="online")[MOVE.item]
        self.does("990801", number, cm.Receive())
        return number

    def does(self, badge: str, number: str, *commands: cm.Command, days: float = 0.01) -> None:
        """An officer acts, a quarter of an hour or some days later."""
        self.now += timedelta(days=days)
        self.moves += 1
        actor = self.world.actor(badge, self.now)
        perform(actor, number, *commands, key=f"move/{self.moves}", now=self.now)

    def grants_move(self, number: str) -> None:
        """From review to ready."""
        for badge, step in (("990812", "review"), ("990811", "approve"), ("990812", "move_out")):
            self.does(badge, number, cm.Opine(step), days=0.1)

    def grants_passport(self, number: str) -> None:
        for badge, step in (("990822", "examine"), ("990701", "decide"), ("990824", "produce")):
            self.does(badge, number, cm.Opine(step), days=0.1)

    def hands_over(self, *numbers: str, **changes: object) -> None:
        """Everything at once, to the applicant, whose card is read and who signs."""
        self.now += timedelta(days=1)
        self.moves += 1
        clerk = self.world.actor("990801", self.now)
        record_face_match(clerk, self.person, CheckResult.PASSED, now=self.now)
        check = IdentityCheck.objects.filter(person=self.person).latest("id").pk
        signature = store_signature(drawn("周念安", RECEIVED), by=None, now=self.now, check=check).sm3
        wanted = HandOver(numbers, "周念安", check, signature, **changes)
        hand_over(clerk, wanted, key=f"move/{self.moves}", now=self.now)

    def works(self) -> list[str]:
        """The worker catches up; short messages wait."""
        with moment.at(self.now):
            return run_due([SMS])

    def papers(self, number: str) -> dict[PaperKind, IssuedPaper]:
        """The latest paper of each kind that names the case, after the worker was there."""
        self.works()
        found = IssuedPaper.objects.filter(case_nos__contains=[number]).order_by("id")
        return {PaperKind(each.kind): each for each in found}


def pages(paper: IssuedPaper) -> list[str]:
    """The text of each page as another program reads it, without spaces."""
    document = pypdfium2.PdfDocument(pdf_of(paper))
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def text(paper: IssuedPaper) -> str:
    return "".join(pages(paper))

"""Playing a story: people come with their cards, clerks and officers act through the verbs that the screens call."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count

from msgspec.structs import replace

from tests.demo.places import TODAY
from yichuang.applications.filing import Choice, Filing, Given
from yichuang.applications.plan import Plan
from yichuang.applications.submit import Visit, prepare, submit
from yichuang.cases import commands as cm
from yichuang.cases.facts import ACT_OF
from yichuang.cases.perform import Performed, perform
from yichuang.cases.state import CaseState, StepState
from yichuang.cases.status import StepStatus
from yichuang.cases.store import load
from yichuang.demo.bureau import acting
from yichuang.demo.people import Someone, by_key
from yichuang.demo.seed_sandbox import demo_people
from yichuang.demo.shared_before import log_shared
from yichuang.demo.signatures import RECEIVED, drawn
from yichuang.evidence.signature import store_signature
from yichuang.evidence.trust import MaterialState
from yichuang.kernel import moment
from yichuang.kernel.localtime import local_date
from yichuang.organisation.actor import Actor, may
from yichuang.organisation.offices import office_book
from yichuang.people.card import Card
from yichuang.people.identify import identify, identify_manually
from yichuang.people.mandate import NewMandate, mandate
from yichuang.people.models import IdentityCheck, Person
from yichuang.people.set_guardian import NewGuardianship, set_guardian
from yichuang.people.terms import GuardianBasis

ANSWERS = {
    "crj-passport-renew": {
        "passport_reason": "expiring", "travel_status": "none", "id_proof": "card", "exit_entry_photo": "receipt",
        "urgent_travel": "no",
    },
    "hz-move-spouse": {
        "move_origin": "same_province", "marriage_place": "mainland", "sponsor_household": "family",
        "move_dwelling": "owned",
    },
    "hz-id-renew": {},
}  # fmt: skip
"""What people answer in the stories, by item."""
_keys = count()


class Town:
    """The people of the stories and the staff, on a day that moves on."""

    def __init__(self, staff: dict[str, object]) -> None:
        self._staff = staff
        self.now: datetime = TODAY
        self.folk: dict[str, Someone] = by_key(demo_people(TODAY.date()))

    def later(self, days: float = 0, minutes: float = 0) -> None:
        """Time passes."""
        self.now += timedelta(days=days, minutes=minutes)

    def actor(self, badge: str) -> Actor:
        """The member of staff with this badge."""
        return acting(self._staff[badge], self.now)  # type: ignore[arg-type]

    def comes(self, key: str, clerk: str = "990801") -> Person:
        """Somebody lays the ID card on the reader at the clerk's window."""
        someone = self.folk[key]
        return identify(self.actor(clerk), self.card(someone), now=self.now)

    def shows_papers(self, key: str, reason: str, clerk: str = "990801") -> Person:
        """Somebody is identified by hand."""
        return identify_manually(self.actor(clerk), self.card(self.folk[key]), reason=reason, now=self.now)

    def card(self, someone: Someone) -> Card:
        """What a reader reads of the person's card."""
        return Card(
            someone.id_type, someone.number, someone.name, someone.sex, someone.birth, someone.nation,
            someone.address, someone.valid_from, someone.valid_to, long_term=someone.valid_to is None,
        )  # fmt: skip

    def guardian(self, ward: Person, guardian: Person) -> None:
        """The court's judgment is put on record."""
        day = local_date(self.now)
        new = NewGuardianship(ward.pk, guardian.pk, GuardianBasis.COURT, day, "判决书")
        set_guardian(self.actor("990801"), new, reason="窗口当面登记", now=self.now)

    def signs(self, person: Person, check: int | None = None) -> str:
        """A signature on the pad; for results at that identity check."""
        drawing = drawn(person.name, RECEIVED if check else "")
        return store_signature(drawing, by=None, now=self.now, check=check).sm3

    def empowers(self, person: Person, agent: Person, *items: str) -> None:
        """The letter of authority is put on record."""
        day = local_date(self.now)
        new = NewMandate(agent.pk, "委托书", items, day, day + timedelta(days=30), person.pk)
        mandate(self.actor("990801"), new, reason="窗口当面登记", now=self.now)

    def check(self, person: Person, clerk: str = "990801") -> int:
        """The identity check at pick-up."""
        identify(self.actor(clerk), self._own(person), now=self.now)
        return IdentityCheck.objects.filter(person=person).latest("id").pk

    def _own(self, person: Person) -> Card:
        return self.card(next(each for each in self.folk.values() if each.number == person.id_number))

    # --- filing -------------------------------------------------------------------------------------------------------

    def begins(
        self, person: Person, *items: str, clerk: str = "990801", answers: dict[str, str] | None = None, **more: object
    ) -> Filing:
        """A filing with the questions answered as in the stories, or by the first option; ``answers`` before both."""
        answered = {code: {**ANSWERS.get(code, {}), **(answers or {})} for code in items}
        for _ in range(10):
            filing = Filing(person.pk, tuple(Choice(code, given) for code, given in answered.items()), **more)
            plan = self.plan(filing, clerk)
            if not plan.open_questions:
                return filing
            for question in plan.open_questions:
                for code in question.items:
                    answered[code][question.situation.key] = question.situation.options[0].value
        raise AssertionError("the questions never end")

    def visit(self, filing: Filing, clerk: str = "990801") -> Visit:
        """The filing with everything the platform knows of it."""
        actor = self.actor(clerk)
        with moment.at(self.now):
            return prepare(actor, filing, office_book(actor.unit_id), self.now)

    def plan(self, filing: Filing, clerk: str = "990801") -> Plan:
        """Its plan."""
        return self.visit(filing, clerk).plan

    def filled(self, filing: Filing, clerk: str = "990801", shared: Collection[str] = (), **said: str) -> Filing:
        """The filing with ``said``, whatever else is required, and every proof shared or seen."""
        plan = self.plan(filing, clerk)
        form = {field.element.key: _anything(field.element, self.now) for field in plan.fields
                if field.required and field.element.key not in self.visit(filing, clerk).filing.form}  # fmt: skip
        materials = {line.evidence.key: _given(line, shared) for line in plan.materials}
        log_shared(self.actor(clerk), replace(filing, materials=materials), "story", self.now)
        signature = filing.signature or self.signs(Person.objects.get(pk=filing.person))
        return replace(
            filing,
            form={**form, **filing.form, **said},
            materials={**materials, **filing.materials},
            signature=signature,
        )

    def files(self, filing: Filing, clerk: str = "990801"):
        """The clerk submits it."""
        with moment.at(self.now):
            return submit(self.actor(clerk), filing, key=f"story/{next(_keys)}", now=self.now)

    # --- cases --------------------------------------------------------------------------------------------------------

    def state(self, number: str) -> CaseState:
        """The case as it stands."""
        loaded = load(number)
        assert loaded is not None
        return loaded.state

    def does(self, badge: str, number: str, *commands: cm.Command) -> Performed:
        """Somebody acts on a case."""
        with moment.at(self.now):
            return perform(self.actor(badge), number, *commands, key=f"story/{next(_keys)}", now=self.now)

    def works(self, number: str, until: str) -> CaseState:
        """Whoever may does the open steps, one after the other, until the case stands at ``until``."""
        for _ in range(12):
            state = self.state(number)
            if state.status == until:
                return state
            step = next(each for each in state.route if each.status is StepStatus.ACTIVE)
            self.later(minutes=30)
            self.does(self.able(step), number, cm.Opine(step.key))
        raise AssertionError(f"{number} never came to {until}: {self.state(number).status}")

    def able(self, step: StepState) -> str:
        """The badge of somebody whose grant covers the step, of its own unit rather than of another."""
        day = local_date(self.now)
        actors = {badge: self.actor(badge) for badge in sorted(self._staff)}
        able = [
            badge for badge, each in actors.items()
            if may(each, ACT_OF[step.act], step.line, step.level, step.unit_path, day)
        ]  # fmt: skip
        return min(able, key=lambda badge: actors[badge].unit_id != step.unit)


def _given(line, shared: Collection[str]) -> Given:
    state = MaterialState.SHARED if line.evidence.key in shared else MaterialState.SEEN
    return Given(state, line.originals, line.copies)


def _anything(element, now: datetime) -> str:
    """Something that the element's type takes."""
    if element.options:
        return element.options[0].value
    values = {
        "date": (now - timedelta(days=30)).date().isoformat(), "phone": "15400010001", "number": "1",
        "citizen_id": "99078519881102117X", "document_no": "N990785000001", "boolean": "false",
    }  # fmt: skip
    return values.get(element.type, "无")

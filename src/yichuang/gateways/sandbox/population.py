"""The sandbox's population register, with an access log of its own."""

from yichuang.gateways.config import Service
from yichuang.gateways.population import Question, Resident
from yichuang.gateways.sandbox.web import Reply, Request, Routes, answer, problem
from yichuang.gateways.sandbox.world import Asked, World, moment

routes = Routes()


@routes.add("PUT", "/population/people")
def set_people(world: World, request: Request) -> Reply:
    """Replace the register's people: a JSON list of residents."""
    world.residents = {person.number: person for person in request.json(list[Resident])}
    return answer({"people": len(world.residents)})


@routes.add("POST", "/population/people")
def add_people(world: World, request: Request) -> Reply:
    """Add to the register's people, or change them."""
    world.residents |= {person.number: person for person in request.json(list[Resident])}
    return answer({"people": len(world.residents)})


@routes.add("GET", "/population/log")
def asked(world: World, _request: Request) -> Reply:
    return answer(list(world.asked))


@routes.add("POST", "/population/person", Service.POPULATION)
def person(world: World, request: Request) -> Reply:
    question = request.json(Question)
    found = world.residents.get(question.number)
    return _logged(world, question, [found] if found else [], answer(found) if found else Reply(404))


@routes.add("POST", "/population/household", Service.POPULATION)
def household(world: World, request: Request) -> Reply:
    question = request.json(Question)
    found = [person for person in world.residents.values() if person.household_no == question.household_no]
    return _logged(world, question, found, answer(found))


def _logged(world: World, question: Question, found: list[Resident], reply: Reply) -> Reply:
    """No answer without case and purpose, and none that is not written down."""
    if not (question.case_no.strip() and question.purpose.strip()):
        return problem(403, "case_no and purpose are required")
    world.asked.append(Asked(moment(), question, len(found)))
    return reply

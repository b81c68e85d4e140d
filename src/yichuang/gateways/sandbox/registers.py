"""The sandbox's other registers: any name, any fields, with the same access log as the population register."""

from yichuang.gateways.config import Service
from yichuang.gateways.population import Question
from yichuang.gateways.registers import Entry
from yichuang.gateways.sandbox.web import Reply, Request, Routes, answer, problem
from yichuang.gateways.sandbox.world import Asked, World, moment

routes = Routes()


@routes.add("PUT", "/registers/<register>/people")
def set_people(world: World, request: Request) -> Reply:
    """Replace what a register holds: a JSON object from number to fields."""
    world.records[request.path["register"]] = request.json(dict[str, Entry])
    return answer({"people": len(world.records[request.path["register"]])})


@routes.add("POST", "/registers/<register>/people")
def add_people(world: World, request: Request) -> Reply:
    """Add to what a register holds, or change it."""
    held = world.records.setdefault(request.path["register"], {})
    held |= request.json(dict[str, Entry])
    return answer({"people": len(held)})


@routes.add("POST", "/registers/<register>/ask", Service.REGISTERS)
def ask(world: World, request: Request) -> Reply:
    question = request.json(Question)
    if not (question.case_no.strip() and question.purpose.strip()):
        return problem(403, "case_no and purpose are required")
    name = request.path["register"]
    found = world.records.get(name, {}).get(question.number)
    world.asked.append(Asked(moment(), question, int(found is not None), name))
    return answer(found) if found is not None else Reply(404)

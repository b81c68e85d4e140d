"""Command line: found the bureau of this installation, and put the second administrator beside the first."""

from argparse import Namespace
from typing import TYPE_CHECKING

from yichuang.catalogue.definition import Level
from yichuang.kernel.command import Answer, Argument, Command
from yichuang.kernel.moment import now
from yichuang.kernel.vocabulary import label

if TYPE_CHECKING:
    from yichuang.organisation.found import Founded


def found(given: Namespace) -> Answer:
    """The first unit and the first administrator, whose password is told here and nowhere else."""
    from yichuang.organisation.establish import NewUnit  # noqa: PLC0415 - needs the database
    from yichuang.organisation.found import Founder, found_bureau, level_of  # noqa: PLC0415

    level = Level(given.level) if given.level else level_of(given.region)
    new = NewUnit(
        given.code or given.region, level, given.name.strip(), given.name_en.strip(), given.region, uscc=given.uscc
    )
    return _told(found_bureau(new, Founder(given.admin_badge.lower(), given.admin_name), now=now()), "bureau")


def administrator(given: Namespace) -> Answer:
    """The second administrator, whose password is told here and nowhere else."""
    from yichuang.organisation.found import Founder, add_second_administrator  # noqa: PLC0415 - needs the database

    return _told(add_second_administrator(Founder(given.badge.lower(), given.name), now=now()), "second")


def _told(done: "Founded", what: str) -> Answer:
    told = {
        "unit": done.unit.code, "level": done.unit.level, "administrator": done.administrator.badge,
        "password": done.password,
    }  # fmt: skip
    names = {"name_zh": done.unit.name_zh, "name_en": done.unit.name_en}
    said = (label("founded", line, language) for line in (what, "once") for language in ("zh", "en"))
    return Answer(told, tuple(line.format(**told, **names) for line in said))


LEVELS = [level.value for level in Level if level is not Level.EXTERNAL]
COMMANDS = (
    Command(
        "bureau found",
        "set up the uppermost unit and the first administrator of an empty installation",
        found,
        (
            Argument(("--name",), "its Chinese name", {"required": True}),
            Argument(("--name-en",), "its English name", {"required": True}),
            Argument(("--region",), "administrative division, six digits (GB/T 2260)", {"required": True}),
            Argument(("--uscc",), "unified social credit code, 18 characters", {"required": True}),
            Argument(("--admin-badge",), "badge number of the first administrator", {"required": True}),
            Argument(("--admin-name",), "name of the first administrator", {"required": True}),
            Argument(("--code",), "short code of the unit (the region, when not given)", {"default": ""}),
            Argument(("--level",), "level of the unit (by the region, when not given)", {"choices": LEVELS}),
        ),
    ),
    Command(
        "bureau administrator",
        "take the second administrator of the uppermost unit into service",
        administrator,
        (
            Argument(("--badge",), "badge number", {"required": True}),
            Argument(("--name",), "name", {"required": True}),
        ),
    ),
)

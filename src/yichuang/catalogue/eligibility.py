"""Who may be served: the item's own rules and what its definition declares (age, subject, channel, agent, scope). Pure.

The words of the declared rules are data: ``declared.yaml``.
"""

from functools import cache
from pathlib import Path

from msgspec import Struct, structs

from yichuang.catalogue.alike import once_for_all_alike
from yichuang.catalogue.conditions import HOME, Facts, holds_or_fails
from yichuang.catalogue.definition import Effect, Item, Rule, Scope, Text
from yichuang.catalogue.home import Home
from yichuang.catalogue.situations import settled
from yichuang.kernel.data_files import read_data
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label

RESIDENCE = "residence_address"
"""The element of items that are filed where one lives, wherever the household is."""
SEVERITY = {Effect.REFUSE: 0, Effect.REVIEW: 1, Effect.WARN: 2}


class Finding(Struct, frozen=True):
    """Something that stands against an application, or that the person should know."""

    key: str
    effect: Effect
    message: Text
    source: str
    """The article or house rule it rests on."""


class DeclaredRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a rule that follows from a field of the definition."""

    effect: Effect
    message: Text
    source: str


def rule_findings(item: Item, facts: Facts) -> tuple[Finding, ...]:
    """What refuses, sends to review, or warns; the gravest first. Rules that are not decided yet say nothing; one that
    cannot be computed from what was typed is judged by a person.
    """
    declared = [_declared(key, item) for key, broken in _breaches(item, facts).items() if broken]
    return tuple(sorted([*declared, *_own(item, facts)], key=lambda finding: SEVERITY[finding.effect]))


@once_for_all_alike
def _own(item: Item, facts: Facts) -> tuple[Finding, ...]:
    known = settled(item, facts)
    outcomes = ((rule, holds_or_fails(rule.when, known, item.code)) for rule in item.rules)
    return tuple(_of_rule(rule, item, outcome) for rule, outcome in outcomes if outcome)


def _of_rule(rule: Rule, item: Item, outcome: bool | Refusal) -> Finding:  # noqa: FBT001 - what a condition came to
    if isinstance(outcome, Refusal):
        return structs.replace(_declared("not_computed", item), key=rule.key)
    return Finding(key=rule.key, effect=rule.effect, message=rule.message, source=rule.source)


def _breaches(item: Item, facts: Facts) -> dict[str, bool]:
    """Which declared rules the facts break."""
    far = _beyond(item, facts)
    certain = "scope" not in item.unverified + item.local
    return {
        "min_age": item.min_age is not None and facts.age is not None and facts.age < item.min_age,
        "subject": facts.subject is not None and facts.subject not in item.subjects,
        "channel": facts.channel is not None and facts.channel not in item.channels,
        "agent": bool(facts.agent) and not item.agent_allowed,
        "scope": bool(far) and certain,
        "scope_open": far is None or (far and not certain),
    }


def _beyond(item: Item, facts: Facts) -> bool | None:
    """Whether the household lies farther away than the item's scope reaches (通办范围, GB/T 39046 table 4); None where its
    address does not tell. It is measured where the form asks for the household and not for where one lives.
    """
    asked = {field.element for field in item.form} if facts.form.get(HOME) else frozenset()
    if item.scope is Scope.NATIONWIDE or HOME not in asked or RESIDENCE in asked:
        return False
    if facts.home is None:
        return None
    distances, reaches = list(Home), list(Scope)
    own = min(distances.index(Home(level)) for level in facts.here)  # to an office of the city, all of it is local
    return distances.index(Home(facts.home)) > max(reaches.index(item.scope), own)


def _declared(key: str, item: Item) -> Finding:
    rule = declared_rules()[key]
    # Where the tables do not say whether an agent may file, a person decides, not the machine.
    open_question = key == "agent" and "agent_allowed" in item.unverified
    effect = Effect.REVIEW if open_question else rule.effect
    return Finding(key=key, effect=effect, message=_filled(rule.message, item), source=rule.source)


def _filled(message: Text, item: Item) -> Text:
    said = {language: label("scope", item.scope, language) for language in ("zh", "en")}
    return Text(
        zh=message.zh.format(min_age=item.min_age, scope=said["zh"]),
        en=message.en.format(min_age=item.min_age, scope=said["en"]),
    )


@cache
def declared_rules() -> dict[str, DeclaredRule]:
    """The words of the declared rules by key."""
    path = Path(__file__).with_name("declared.yaml")
    return read_data(path, dict[str, DeclaredRule])

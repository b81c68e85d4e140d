"""The linter: what is wrong in definitions that are well-formed. Pure; each rule is one function, named in ``RULES``.

``judging`` (what a rule and a finding are), ``shape``, ``expressions``, ``tree`` (situations), ``paths`` (how paths are
walked), ``references`` (what is named elsewhere), ``city_list`` (the rules of standards 2.9), ``house``, ``serving``,
``plain``, ``marks``, ``birthdays`` and ``answers`` (ours). ``files`` reads and judges files, ``placed`` says where a
breach stands. Words: ``rules.yaml``; a good and a bad example of each rule: ``examples.yaml``, used by the documentation
and the tests alike.
"""

from collections.abc import Iterable
from functools import lru_cache

from yichuang.catalogue.definition import Item
from yichuang.catalogue.lint import (
    answers,
    birthdays,
    city_list,
    expressions,
    house,
    marks,
    plain,
    references,
    serving,
    shape,
    tree,
)
from yichuang.catalogue.lint.judging import Check, LintFinding, Severity, lint_rules, refuse_breaches, severity_of
from yichuang.catalogue.loader import Catalogue, national
from yichuang.catalogue.own_entries import OwnEntries, known

__all__ = [
    "RULES", "LintFinding", "Severity", "all_findings", "findings", "findings_of", "lint_rules",
    "refuse_breaches",
]  # fmt: skip


def findings(found: Catalogue, codes: Iterable[str] | None = None) -> tuple[LintFinding, ...]:
    """The breaches that block publishing, in the catalogue or in the items of ``codes``."""
    return tuple(finding for finding in all_findings(found, codes) if finding.severity is Severity.ERROR)


def all_findings(found: Catalogue, codes: Iterable[str] | None = None) -> tuple[LintFinding, ...]:
    """All breaches, what the sources leave open included; in the order of the items."""
    if codes is None:
        return _of_all(found, known())
    return tuple(finding for code in codes for finding in findings_of(found.items[code], found))


@lru_cache(maxsize=4)
def _of_all(found: Catalogue, _: OwnEntries) -> tuple[LintFinding, ...]:
    """Judged before each publication, and once for as long as the bureau's own entries are the same: all else of a
    catalogue never changes.
    """
    return all_findings(found, found.items)


def findings_of(item: Item, found: Catalogue, nation: Catalogue | None = None) -> tuple[LintFinding, ...]:
    """The breaches of one item, which need not be in the catalogue yet: a draft being edited.

    Of an item that the national list has (``nation``, by default the installed one) only that list's marks make an open
    point of an error: nobody excuses a mistake of their own by marking it.
    """
    open_places = marks.excusing(item, national() if nation is None else nation)
    return tuple(
        LintFinding(item.code, rule, place, detail, severity_of(lint_rules()[rule], place, open_places))
        for rule, check in RULES.items()
        for place, detail in check(item, found)
    )


CHECKS: tuple[Check, ...] = (
    shape.accept_first, shape.one_decision, shape.steps_connected, shape.outside_steps_named, shape.known_elements,
    shape.known_evidence, shape.known_registers, shape.known_items, shape.biometric_at_once,
    shape.promise_given, shape.promise_within_statute, shape.promise_within_norm, shape.extension_beyond_statute,
    shape.limit_amounts, shape.keys_unique, shape.outputs_present, shape.outputs_made,
    shape.fee_answers, marks.open_fields_named,
    expressions.conditions_compile, expressions.conditions_resolve, expressions.answers_possible,
    expressions.questions_before_use, shape.options_unique,
    tree.conditions_compute, tree.questions_reachable, tree.parts_reachable, tree.questions_few, tree.questions_matter,
    tree.nothing_known_asked, tree.known_from_outside, tree.paths_agree, tree.paths_end,
    city_list.spot_promise_spot_case, city_list.spot_case_decided_at_once, city_list.other_promise_commitment,
    city_list.result_kind_certificate, city_list.result_kind_document, city_list.visit_reason_given,
    city_list.no_visit_no_reason, city_list.no_visit_has_way, city_list.remote_only_no_visit, city_list.fee_has_basis,
    city_list.fee_paid_online, city_list.free_not_paid_online, city_list.topics_fit_subjects,
    city_list.licence_has_faq, city_list.licence_steps, city_list.result_sample,
    house.produced_has_reason, house.agent_channel_allowed, house.scope_can_receive, house.codes_valid,
    house.codes_agree, house.known_topics, house.texts_in_both_languages, house.legal_basis_given,
    house.statutory_has_basis, birthdays.birthday_told,
    serving.somebody_may_apply, serving.lines_reached, serving.steps_in_order, serving.step_limits_within,
    plain.rule_has_source, plain.shared_has_source, plain.surrendered_is_document, plain.options_told_apart,
    plain.keys_plain, plain.listed_once, plain.numbers_possible, plain.codes_unique, plain.names_unique,
    answers.answers_repeat_nothing, answers.answers_filled,
    references.depends_without_circle, references.words_possible, references.conditions_decide,
)  # fmt: skip
RULES: dict[str, Check] = {check.__name__: check for check in CHECKS}
"""Every rule by its name in ``rules.yaml``."""

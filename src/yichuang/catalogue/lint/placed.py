"""What is wrong, and where: file, line, item, field, rule, the words and the mend, for people, editors and machines."""

from pathlib import Path

from msgspec import Struct

from yichuang.catalogue.definition import Text
from yichuang.catalogue.lint.judging import LintFinding, Severity, lint_rules
from yichuang.catalogue.loader import Fault
from yichuang.kernel.errors import Refusal

NOWHERE = "—"
"""The field, where a fault concerns the file as a whole."""


class Placed(Struct, frozen=True, kw_only=True):
    """A breach of a rule, or a file that cannot be read at all (then the rule is the name of the refusal)."""

    file: str
    """As it is found from the working folder."""
    line: int
    item: str
    field: str
    rule: str
    severity: Severity = Severity.ERROR
    problem: Text
    detail: str = ""
    """What stands there."""
    mend: Text

    def sentence(self) -> str:
        """File, line, rule and the words in both languages, as an editor and a person can follow them."""
        zh, en = self._words(self.problem.zh, self.mend.zh), self._words(self.problem.en, self.mend.en)
        return f"{self.file}:{self.line} [{self.severity} {self.rule}] {zh}\n    {en}"

    def _words(self, problem: str, mend: str) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.item} · {self.field}: {problem}{detail} {mend}"


def of_finding(finding: LintFinding, file: str, line: int) -> Placed:
    """A breach of a rule, at its place."""
    rule = lint_rules()[finding.rule]
    return Placed(
        file=file, line=line, item=finding.item, field=finding.place, rule=finding.rule, severity=finding.severity,
        problem=rule.problem, detail=finding.detail, mend=rule.mend,
    )  # fmt: skip


def of_fault(fault: Fault) -> Placed:
    """A file that cannot be read, in the words of its refusal."""
    file = shown(fault.path)
    refusal = Refusal(fault.refusal.code, **{**fault.refusal.params, "file": file})
    told = refusal.params
    return Placed(
        file=file,
        line=int(str(told.get("line", 1))),
        item=str(told.get("item", fault.path.stem)),
        field=str(told.get("field", NOWHERE)),
        rule=refusal.code.partition(".")[2],
        problem=Text(refusal.message("zh"), refusal.message("en")),
        mend=Text(refusal.next_step("zh"), refusal.next_step("en")),
    )


def keys_of(finding: LintFinding) -> list[str]:
    """The keys that lead to the place of a finding, from the outermost."""
    return finding.place.partition("[")[0].split(".")


def shown(path: Path) -> str:
    """The file as it is found from the working folder."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else whole.as_posix()

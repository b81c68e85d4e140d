"""The entries of the dictionaries that a change brings: kept with it, judged with it, in force once it is published.

Every item and every running case reads the dictionaries, whatever its line: administrators bring entries and let them pass.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import to_builtins
from msgspec.structs import replace

from yichuang.catalogue.changes.terms import TrailEvent
from yichuang.catalogue.changes.trail import leave_trail
from yichuang.catalogue.definition import EvidenceType, Text
from yichuang.catalogue.entries import entries_of, promised_entries
from yichuang.catalogue.entry_rules import unfit
from yichuang.catalogue.loader import Catalogue, shipped
from yichuang.catalogue.models import REASON, CatalogueChange, DictionaryEntry
from yichuang.catalogue.own_entries import Dictionary, Entry, OwnEntries, each_of
from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label
from yichuang.organisation.actor import Actor
from yichuang.organisation.terms import Role


def require_keeper(actor: Actor) -> None:
    """Pass when the actor may change what all lines share; else ``catalogue.not_keeper``."""
    if Role.ADMIN not in actor.roles:
        raise Refusal("catalogue.not_keeper")


def bring(actor: Actor, change: CatalogueChange, entries: OwnEntries, now: datetime) -> None:
    """Keep ``entries`` with the change, each with a line in the trail that its reviewer reads."""
    if not entries.count:
        return
    require_keeper(actor)
    brought = list(each_of(entries))
    DictionaryEntry.objects.bulk_create(
        DictionaryEntry(change=change, dictionary=dictionary, key=entry.key, content=to_builtins(entry))
        for dictionary, entry in brought
    )
    for line in (line for dictionary, entry in brought for line in _lines(entry_words(dictionary, entry).zh)):
        leave_trail(TrailEvent.ENTERED, actor, now, change, note=line)


def _lines(words: str) -> Iterator[str]:
    """As many lines of the trail as it takes: a choice may have many options."""
    yield from (words[start : start + REASON] for start in range(0, len(words), REASON))


def laid_in(found: Catalogue, entries: OwnEntries) -> Catalogue:
    """The catalogue as it would be with ``entries``."""
    if not entries.count:
        return found
    return replace(
        found,
        elements={**found.elements, **entries.elements},
        evidence_types={**found.evidence_types, **entries.evidence_types},
    )


def refuse_unfit(change: CatalogueChange) -> None:
    """Refusal where an entry of the change may not be, or not any more: another came first, or the platform has it now."""
    ours, present = shipped(), promised_entries()
    for dictionary, entry in each_of(entries_of(change)):
        refusal = unfit(dictionary, entry, ours, present)
        if refusal:
            raise refusal


def entry_words(dictionary: Dictionary, entry: Entry) -> Text:
    """``数据元 yl_berth（泊位号 / Berth；文字）``: an entry as its reviewer reads it."""
    told = list(_told(entry))
    zh, en = ("".join(f"{mark}{getattr(each, side)}" for each in told) for side, mark in (("zh", "；"), ("en", "; ")))
    both = f"{entry.name.zh} / {entry.name.en}"
    return Text(
        f"{label('dictionary', dictionary, 'zh')} {entry.key}（{both}{zh}）",
        f"{label('dictionary', dictionary, 'en')} {entry.key} ({both}{en})",
    )


def _told(entry: Entry) -> Iterable[Text]:
    if isinstance(entry, EvidenceType):
        return [Text(alias, alias) for alias in entry.aliases]
    listed = (("element_type", entry.type), ("element_group", entry.group))
    words = [Text(label(name, value, "zh"), label(name, value, "en")) for name, value in listed]
    held = [Text(label("element_rule", "past", "zh"), label("element_rule", "past", "en"))] if entry.past else []
    other = [Text(f"≠ {entry.other_than}", f"≠ {entry.other_than}")] if entry.other_than else []
    return [*words, *held, *other, *(option.label for option in entry.options), *([entry.hint] if entry.hint else [])]

"""What rests on a catalogue item up here: cases by the version they began under, and drafts that people have not sent."""

from collections import Counter

from django.db.models import Count, Q
from msgspec import json

from yichuang.applications.filing import Filing
from yichuang.applications.models import Draft
from yichuang.cases.models import Case
from yichuang.catalogue.changes.uses import Use, counters
from yichuang.catalogue.definition import Text
from yichuang.kernel.vocabulary import label


def _words(use: str) -> Text:
    return Text(label("catalogue_use", use, "zh"), label("catalogue_use", use, "en"))


@counters.register("cases")
def cases_of(code: str) -> tuple[Use, ...]:
    """Cases of the item by version; ``running`` counts those that have not ended."""
    rows = Case.objects.filter(item=code).values_list("item_version").order_by("item_version")
    counted = rows.annotate(every=Count("id"), running=Count("id", filter=Q(ending=None)))
    return tuple(Use(_words("cases"), every, version, running) for version, every, running in counted)


@counters.register("drafts")
def drafts_of(code: str) -> tuple[Use, ...]:
    """Drafts that choose the item and are not submitted yet, by version. They are sealed, so each is opened."""
    found: Counter[int | None] = Counter()
    for sealed in Draft.objects.filter(submitted_as=None).values_list("sealed", flat=True).iterator():
        filing = json.decode(sealed, type=Filing)
        found.update(choice.version for choice in filing.choices if choice.item == code)
    return tuple(
        Use(_words("drafts"), count, version, count)
        for version, count in sorted(found.items(), key=lambda pair: pair[0] or 0)
    )

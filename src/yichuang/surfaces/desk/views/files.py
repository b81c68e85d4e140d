"""Scans: taken over under the line of the material list that they prove."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from yichuang.applications.draft import Kept, save_draft
from yichuang.applications.filing import Given
from yichuang.evidence.gates import FILE, SEE
from yichuang.evidence.store_file import store_upload
from yichuang.evidence.trust import MaterialState
from yichuang.kernel.errors import Refusal
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.desk import visits
from yichuang.surfaces.desk.views.answers import guarded
from yichuang.surfaces.desk.views.visit import kept_with, regions, standing_of
from yichuang.surfaces.desk.ways import takes_scan
from yichuang.surfaces.scans import scan

UNPROVED = frozenset({MaterialState.MISSING, MaterialState.DECLARED, MaterialState.TO_FOLLOW})
"""States that a scan changes; an original that was seen stays seen, with the scan beside it."""


@guarded
@require_POST
def upload(request: HttpRequest, draft: UUID) -> HttpResponse:
    """``/desk/drafts/<id>/files``: keep what was typed and the scan of one line; the regions that moved."""
    actor, moment = current_actor(request), now()
    visits.opened(actor, draft)
    sent = request.FILES.get("file")
    if sent is None:
        raise Refusal("desk.upload_missing")
    standing = kept_with(request, actor, draft, moment)
    lines = {line.evidence.key: line for line in standing.visit.plan.materials} if standing.visit else {}
    line = lines.get(request.POST.get("evidence", ""))
    if line is None or not takes_scan(line):
        raise Refusal("desk.no_such_material")
    stored = store_upload(sent, by=actor.staff_id, now=moment)
    kept = standing.kept
    before = kept.filing.materials.get(line.evidence.key, Given(MaterialState.MISSING))
    state = MaterialState.SCANNED if before.state in UNPROVED else before.state
    given = {**kept.filing.materials, line.evidence.key: replace(before, state=state, file=stored.sm3)}
    filing = replace(kept.filing, materials=given, signature="")
    version = save_draft(actor, draft, filing, version=kept.version, now=moment)
    return regions(request, standing_of(actor, Kept(draft, version, filing, moment), moment))


@guarded
@require_safe
def view(request: HttpRequest, draft: UUID, digest: str) -> HttpResponse:
    """A scan of this draft, as it was stored."""
    actor = current_actor(request)
    filing = visits.opened(actor, draft).filing
    if digest not in {given.file for given in filing.materials.values()} | {filing.signature}:
        raise Refusal("authority.not_found")
    return scan(FILE.open(actor, digest, SEE))

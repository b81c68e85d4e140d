"""``/papers``: a statutory paper as it was issued."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from yichuang.cases.papers.gates import PAPER
from yichuang.licences.queries import pdf_of
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api.auth import READING
from yichuang.surfaces.api.door import PDF
from yichuang.surfaces.api.fields import PathId
from yichuang.surfaces.api.problems import answers

router = Router(tags=["cases"])


@router.get("/{paper}.pdf", response=answers(bytes), auth=READING, operation_id="get_paper")
def get_paper(request: HttpRequest, paper: Annotated[PathId, Path()]) -> HttpResponse:
    """The paper as PDF/A, byte for byte as it was issued."""
    found = PAPER.open(current_actor(request), paper, "see")
    answer = HttpResponse(pdf_of(found), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{found.pk}.pdf"'
    return answer

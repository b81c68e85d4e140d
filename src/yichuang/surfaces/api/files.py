"""``/files``: store a scan or a signature; what is kept is named by the SM3 of its content."""

from typing import Annotated

from django.http import HttpRequest
from msgspec import Struct
from ninja import File, Query, Router
from ninja.files import UploadedFile

from yichuang.evidence.media import MediaType, check_size
from yichuang.evidence.signature import keep_signature
from yichuang.evidence.store_file import displayed, store_file
from yichuang.kernel.crypto import sm3
from yichuang.kernel.moment import now
from yichuang.organisation.authority import current_actor
from yichuang.surfaces.api.auth import FILING
from yichuang.surfaces.api.border import schema_of
from yichuang.surfaces.api.fields import BIGGEST_ID, IdempotencyKey
from yichuang.surfaces.api.gates import CHECK, REST_ON
from yichuang.surfaces.api.once import Sent, claimed
from yichuang.surfaces.api.problems import WRITE, answers

router = Router(tags=["files"])
Signer = Annotated[
    int | None,
    Query(ge=1, le=BIGGEST_ID, description="Identity check of whoever drew it, as `/persons/identify` answered it."),
]


class FileView(Struct, frozen=True):
    """A stored file."""

    sm3: str
    media_type: MediaType
    size: int
    name: str
    pages: int
    width: int
    height: int
    has_location: bool


@router.post("", response=answers(schema_of(FileView, "File"), (*WRITE, 507)), auth=FILING, operation_id="store_file")
def store(
    request: HttpRequest, file: Annotated[UploadedFile, File()], key: IdempotencyKey, signer: Signer = None
) -> FileView:
    """Store one PDF, JPEG or PNG of at most 20 MB. The same content is kept once, so sending it again changes nothing.

    With `signer` it is a signature, under a filing or for a hand-over: a PNG as the pad drew it.
    """
    actor, moment = current_actor(request), now()
    check_size(file.size or 0)
    content = file.read()
    claimed(Sent(actor, key, f"store for {signer}" if signer else "store", sm3(content), moment))
    if signer is None:
        kept = store_file(content, file.name or "", by=actor.staff_id, now=moment)
    else:
        CHECK.open(actor, signer, REST_ON)
        kept = keep_signature(content, by=actor.staff_id, now=moment, check=signer)
    return FileView(
        kept.sm3, MediaType(kept.media_type), kept.size, displayed(file.name or ""), kept.pages, kept.width, kept.height,
        kept.has_location,
    )  # fmt: skip

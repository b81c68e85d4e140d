"""Invented papers, one of each kind (``samples.yaml``): what the command shows and the tests typeset."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from math import cos, sin
from pathlib import Path
from typing import Any

from msgspec import convert
from PIL import Image, ImageDraw

from yichuang.cases.papers import facts as f
from yichuang.kernel.data_files import read_data
from yichuang.licences.terms import PaperKind

KINDS: dict[PaperKind, type[f.Facts]] = {
    shape.kind: shape
    for shape in (
        f.ApplicationForm, f.Receipt, f.Acceptance, f.Correction, f.RefusalOfAcceptance, f.SpecialProcedure,
        f.DecisionGranted, f.DecisionRefused, f.Conclusion, f.DeliveryReceipt, f.HandoverList,
    )
}  # fmt: skip


def samples() -> dict[PaperKind, f.Facts]:
    """Facts of one paper of each kind."""
    written = read_data(Path(__file__).parent / "samples.yaml", dict[str, Any])
    return {kind: convert(_signed(written[kind]), shape) for kind, shape in KINDS.items()}


@cache
def drawn_signature() -> bytes:
    """A flourish as a pad would give it: PNG, black on clear."""
    image = Image.new("RGBA", (600, 220), (0, 0, 0, 0))
    points = [(40 + 5 * t + 34 * sin(t / 3.1), 110 + 62 * cos(t / 2.3) * sin(t / 13)) for t in range(100)]
    ImageDraw.Draw(image).line(points, fill="black", width=6, joint="curve")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _signed(written: Any) -> Any:
    """The same with a drawing in each signature."""
    if isinstance(written, list):
        return [_signed(one) for one in written]
    if not isinstance(written, dict):
        return written
    drawing = {"image": b64encode(drawn_signature()).decode()} if "signed_at" in written else {}
    return {key: _signed(value) for key, value in written.items()} | drawing

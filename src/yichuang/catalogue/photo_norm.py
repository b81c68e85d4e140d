"""What a portrait must be like (照片规格), and whether a picture is. Pure.

A picture that is not is never refused: the portrait is taken again on site (hall facts A4).
"""

from enum import StrEnum

from msgspec import Struct

EVEN = 0.02
"""How far the proportions of a picture may differ from the paper's: a pixel's rounding, not another format."""


class PhotoFault(StrEnum):
    """What is wrong with a portrait."""

    SMALL = "small"
    """Fewer pixels than the norm."""
    PROPORTION = "proportion"
    """Another relation of width to height than the paper's."""
    COARSE = "coarse"
    """Its file says a resolution below the norm's."""


class Ground(StrEnum):
    """Colours that the ground of a portrait may have."""

    WHITE = "white"
    LIGHT_BLUE = "light_blue"


class PhotoNorm(Struct, frozen=True, forbid_unknown_fields=True):
    """Size on paper in millimetres; pixels and dots per inch where the norm says them."""

    width_mm: int
    height_mm: int
    width: int = 0
    """Pixels; 0 = the norm does not say."""
    height: int = 0
    dpi: int = 0
    background: tuple[Ground, ...] = ()
    """Colours that the ground may have; empty = the norm does not say."""
    within_months: int = 0
    """How old the portrait may be; 0 = the norm does not say."""
    bare_headed: bool = False
    source: str = ""


class Measured(Struct, frozen=True):
    """What a picture's file says of itself."""

    width: int
    height: int
    dpi: int = 0
    """0 = not said."""


def faults(norm: PhotoNorm, picture: Measured) -> tuple[PhotoFault, ...]:
    """Everything in which ``picture`` misses ``norm``; empty for one that fits."""
    wanted, found = norm.width_mm / norm.height_mm, picture.width / picture.height
    missed = {
        PhotoFault.SMALL: picture.width < norm.width or picture.height < norm.height,
        PhotoFault.PROPORTION: abs(found / wanted - 1) > EVEN,
        PhotoFault.COARSE: 0 < picture.dpi < norm.dpi,
    }
    return tuple(fault for fault, there in missed.items() if there)

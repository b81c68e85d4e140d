"""Portraits: the norm of each kind stands as data, and a picture's file is measured against it."""

from io import BytesIO

import pytest
from PIL import Image

from yichuang.catalogue.loader import catalogue
from yichuang.catalogue.photo_norm import Measured, PhotoFault, PhotoNorm, faults


def norm(key: str) -> PhotoNorm:
    found = catalogue().evidence_types[key].photo
    assert found is not None
    return found


def measured(width: int, height: int, dpi: int) -> Measured:
    """What a real file of this size says of itself."""
    written = BytesIO()
    Image.new("RGB", (width, height), "white").save(written, "JPEG", dpi=(dpi, dpi))
    picture = Image.open(written)
    return Measured(*picture.size, round(picture.info["dpi"][0]))


@pytest.mark.parametrize(
    ("key", "size"), [("photo", (26, 32)), ("photo_exit_entry", (33, 48)), ("photo_driver", (22, 32))]
)
def test_each_portrait_has_the_size_of_the_hall_facts(key: str, size: tuple[int, int]) -> None:
    """Hall facts A4."""
    assert (norm(key).width_mm, norm(key).height_mm) == size


@pytest.mark.parametrize(
    ("width", "height", "dpi", "missed"),
    [
        (358, 441, 350, ()),
        (716, 882, 350, ()),
        (357, 441, 350, (PhotoFault.SMALL,)),
        (480, 480, 350, (PhotoFault.PROPORTION,)),
        (358, 441, 300, (PhotoFault.COARSE,)),
        (100, 100, 72, (PhotoFault.SMALL, PhotoFault.PROPORTION, PhotoFault.COARSE)),
    ],
)
def test_an_id_card_portrait_has_358_by_441_pixels_at_350_dots(
    width: int, height: int, dpi: int, missed: tuple[PhotoFault, ...]
) -> None:
    assert faults(norm("photo"), measured(width, height, dpi)) == missed

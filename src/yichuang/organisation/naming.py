"""What a name, a code and a region code must look like before they are written down. Pure."""

import re

from yichuang.kernel.errors import Refusal

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
REGION = re.compile(r"[0-9]{6}")
LONGEST_ZH = 100
LONGEST_EN = 200


def check_code(code: str) -> None:
    """Refuse a code that is no code: 1 to 20 letters, digits and hyphens."""
    if not CODE.fullmatch(code):
        raise Refusal("organisation.bad_code", key=code)


def check_names(zh: str, en: str) -> None:
    """Refuse a name that is missing in one language, or too long."""
    if not zh.strip() or not en.strip():
        raise Refusal("organisation.name_missing")
    if len(zh.strip()) > LONGEST_ZH or len(en.strip()) > LONGEST_EN:
        raise Refusal("organisation.name_too_long", zh_longest=LONGEST_ZH, en_longest=LONGEST_EN)


def check_region(region: str) -> None:
    """Refuse what cannot be an administrative division (GB/T 2260): six digits."""
    if not REGION.fullmatch(region):
        raise Refusal("organisation.bad_region", region=region)

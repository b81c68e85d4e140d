"""Identifiers of e-licences (电子证照标识, GB/T 36904): made, taken apart, and inspected where others made them."""

from enum import StrEnum

from msgspec import Struct

from yichuang.kernel.check_digits import ALPHANUMERIC, licence_check
from yichuang.kernel.errors import Refusal
from yichuang.kernel.identifiers import check_credit_code

ROOT = "1.2.156.3005.2"
TYPE_LENGTH = 21
"""Credit code of the body that defines the type, and three digits."""
LAST_VERSION = 999
_PARTS = 5


class LicenceIdFault(StrEnum):
    """What is wrong with an identifier that came from outside."""

    ROOT = "root"
    PARTS = "parts"
    CHARACTERS = "characters"
    TYPE = "type"
    VERSION = "version"
    CHECK = "check"


class LicenceId(Struct, frozen=True):
    """A 电子证照标识, part by part."""

    type_code: str
    issuer: str
    """Credit code of the issuing body; some places put their region code here."""
    serial: str
    version: int
    """1 for the first issue; each change of the licence counts up."""

    @property
    def check(self) -> str:
        """ISO 7064 MOD 37,36 over the parts without root and dots."""
        return licence_check(f"{self.type_code}{self.issuer}{self.serial}{self.version:03}")

    @property
    def text(self) -> str:
        return f"{ROOT}.{self.type_code}.{self.issuer}.{self.serial}.{self.version:03}.{self.check}"


class Inspection(Struct, frozen=True):
    """What an outside identifier says, as far as it can be read, and its first fault if it has one."""

    identifier: LicenceId | None
    fault: LicenceIdFault | None = None
    expected_check: str = ""
    """The check character it should have; empty where the parts cannot be read."""


def make_licence_id(type_code: str, issuer: str, serial: str, version: int = 1) -> LicenceId:
    """A new identifier of our own; every part is checked, because we may not issue a bad one."""
    fault = _fault(type_code, issuer, serial, f"{version:03}")
    if fault:
        raise Refusal(f"licence_id.{fault}", text=f"{type_code}.{issuer}.{serial}.{version:03}", expected="")
    check_credit_code(type_code[:18])
    return LicenceId(type_code, issuer, serial, version)


def inspect_licence_id(text: str) -> Inspection:
    """Read an identifier that somebody else made. Never refuses: faults are reported."""
    trimmed = text.strip().upper()
    if not trimmed.startswith(ROOT + "."):
        return Inspection(None, LicenceIdFault.ROOT)
    parts = trimmed[len(ROOT) + 1 :].split(".")
    if len(parts) != _PARTS:
        return Inspection(None, LicenceIdFault.PARTS)
    type_code, issuer, serial, version, check = parts
    fault = _fault(type_code, issuer, serial, version)
    if fault:
        return Inspection(None, fault)
    identifier = LicenceId(type_code, issuer, serial, int(version))
    fault = None if identifier.check == check else LicenceIdFault.CHECK
    return Inspection(identifier, fault, identifier.check)


def check_licence_id(text: str) -> LicenceId:
    """The identifier in ``text``, refused with its first fault."""
    seen = inspect_licence_id(text)
    if seen.identifier is None or seen.fault:
        raise Refusal(f"licence_id.{seen.fault}", text=text, expected=seen.expected_check)
    return seen.identifier


def _fault(type_code: str, issuer: str, serial: str, version: str) -> LicenceIdFault | None:
    if not all(part and ALPHANUMERIC.issuperset(part) for part in (type_code, issuer, serial)):
        return LicenceIdFault.CHARACTERS
    if len(type_code) != TYPE_LENGTH:
        return LicenceIdFault.TYPE
    if len(version) != len(str(LAST_VERSION)) or not (version.isascii() and version.isdigit()):
        return LicenceIdFault.VERSION
    return None

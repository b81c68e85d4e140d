"""Where each outside service is, from the deployment's settings.

``settings.GATEWAYS`` maps a service, or one line of it, to its endpoint::

    {"population": {"url": "https://…", "timeout": 3}, "line.traffic": {"driver": "http", "url": "…", "secret": "…"}}

What is not named there is played by the sandbox, where one is configured.
"""

from enum import StrEnum

from django.conf import settings
from msgspec import Struct, ValidationError, convert

from yichuang.kernel.errors import Refusal
from yichuang.kernel.vocabulary import label

SANDBOX_SECRET = "sandbox"  # noqa: S105  # the sandbox holds nothing worth a secret; it shows that signatures are checked
HTTP = "http"


class Service(StrEnum):
    """The outside services."""

    ID_CARD = "id_card"
    POPULATION = "population"
    SMS = "sms"
    LINE = "line"
    PAYMENT = "payment"
    REGISTERS = "registers"
    """Other agencies' registers, asked in one way; each is a part: ``registers.marriage``."""

    @property
    def path(self) -> str:
        """The first part of its addresses in the sandbox."""
        return self.value.replace("_", "-")


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a deployment says about one service."""

    url: str
    driver: str = HTTP
    """An id of the service's registry."""
    timeout: float = 5.0
    """Seconds to wait for an answer."""
    secret: str = ""
    """Shared key under which packets are signed."""


class Endpoint(Struct, frozen=True):
    """A service as a client needs it."""

    service: Service
    url: str
    driver: str = HTTP
    timeout: float = 5.0
    secret: str = ""

    def refusal(self, code: str, **params: object) -> Refusal:
        """A refusal that names this service."""
        return named(self.service, code, **params)


def endpoint(service: Service, part: str = "") -> Endpoint:
    """Where ``service`` answers; ``part`` is one of several systems of a kind, as the line of a line system."""
    table: dict[str, object] = getattr(settings, "GATEWAYS", {})
    entry = table.get(f"{service}.{part}", table.get(service))
    if entry is not None:
        return _configured(service, entry)
    if not settings.SANDBOX_URL:
        raise named(service, "gateway.not_configured")
    base = f"{settings.SANDBOX_URL.rstrip('/')}/{service.path}"
    return Endpoint(service, f"{base}/{part}" if part else base, secret=SANDBOX_SECRET)


def named(service: Service, code: str, **params: object) -> Refusal:
    """The refusal ``code`` with the service's name in both languages."""
    names = {f"service_{language}": label("gateway_service", service, language) for language in ("zh", "en")}
    return Refusal(code, **names, **params)


def _configured(service: Service, entry: object) -> Endpoint:
    try:
        given = convert(entry, Settings)
    except ValidationError as fault:
        raise named(service, "gateway.bad_configuration", fault=str(fault)) from None
    return Endpoint(service, given.url.rstrip("/"), given.driver, given.timeout, given.secret)

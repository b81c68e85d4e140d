"""The outside world in a process of its own, as on the first morning before each test."""

from datetime import date

import httpx
import pytest

from yichuang.gateways.id_card import CardRead
from yichuang.gateways.population import Guardian, LegalCapacity, Resident
from yichuang.gateways.sandbox.process import running
from yichuang.kernel.check_digits import citizen_check
from yichuang.kernel.identifiers import Sex


@pytest.fixture(scope="session")
def sandbox_process():
    with running() as url:
        yield url


@pytest.fixture
def world(sandbox_process, settings):
    """A client that arranges the sandbox and looks into it; our gateways talk to the same one."""
    settings.SANDBOX_URL = sandbox_process
    with httpx.Client(base_url=sandbox_process, trust_env=False) as client:
        client.post("/control/reset").raise_for_status()
        yield client


def number(birth=date(1990, 1, 1), serial=1):
    first17 = f"990101{birth:%Y%m%d}{serial:03}"
    return first17 + citizen_check(first17)


@pytest.fixture
def card():
    return CardRead(
        name="林晓舟",
        sex=Sex.MALE,
        nation="汉",
        birth=date(1990, 1, 1),
        address="海宁省云溪市石桥路 1 号",
        number=number(),
        issuer="云溪市公安局",
        valid_from=date(2016, 5, 1),
        valid_to=date(2036, 5, 1),
    )


@pytest.fixture
def residents():
    adult = Resident(number(), "林晓舟", Sex.MALE, "汉", date(1990, 1, 1), "石桥路 1 号", "H1", "户主")
    child = Resident(
        number(date(2020, 2, 2), 2),
        "林小满",
        Sex.FEMALE,
        "汉",
        date(2020, 2, 2),
        "石桥路 1 号",
        "H1",
        "女",
        LegalCapacity.NONE,
        (Guardian("林晓舟", number(), "父"),),
    )
    late = Resident(
        number(date(1930, 3, 3), 3),
        "林老",
        Sex.MALE,
        "汉",
        date(1930, 3, 3),
        "柳巷 2 号",
        "H2",
        "户主",
        deceased_on=date(2024, 1, 5),
    )
    return [adult, child, late]

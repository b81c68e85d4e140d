from pathlib import Path

import pytest


@pytest.fixture
def bureau(db):
    from tests.organisation.bureau import set_up_bureau

    return set_up_bureau()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.PUBLIC_URL = "https://ywt.yunxi.example/"

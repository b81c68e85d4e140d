"""Cookies travel over TLS alone where browsers come over TLS."""

import os
import subprocess
import sys

import pytest

TOLD = "from yichuang import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"


@pytest.mark.parametrize(
    ("origins", "secure"),
    [
        ("https://yc.example.gov.cn", True),
        ("https://yc.example.gov.cn,https://two.example.gov.cn", True),
        ("http://10.0.0.5:8000", False),
        ("", False),
    ],
)
def test_cookies_are_secure_exactly_where_every_origin_is(origins, secure):
    environment = os.environ | {"YICHUANG_ORIGINS": origins}
    said = subprocess.run([sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(secure)] * 2

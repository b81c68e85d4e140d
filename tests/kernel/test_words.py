"""Every refusal of the kernel and the gateways is complete in both languages."""

import re

import pytest

from yichuang.kernel.errors import wordings

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("code", sorted(wordings()))
def test_a_refusal_says_the_same_in_both_languages(code):
    words = wordings()[code]
    assert 400 <= words.status < 600
    assert all([words.zh, words.en, words.zh_next, words.en_next])

    def facts(text):
        return {re.sub("_(zh|en)$", "", name) for name in PLACEHOLDER.findall(text)}

    assert facts(words.zh + words.zh_next) == facts(words.en + words.en_next)

"""SM3, SM4 and the key ring, against published vectors."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB, GCM
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.crypto import hmac_sm3, key_ring, new_key, same, sm3
from yichuang.kernel.errors import Refusal

OLD = "k1:000102030405060708090a0b0c0d0e0f"
NEW = "k2:0f0e0d0c0b0a09080706050403020100"


def code_of(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    assert str(caught.value)
    return caught.value.code


def test_sm3_gives_the_digests_of_the_standard():
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_sm4_gives_the_block_of_the_standard():
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    assert Cipher(SM4(block), ECB()).encryptor().update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_example_of_rfc_8998():
    cipher = Cipher(
        SM4(bytes.fromhex("0123456789abcdeffedcba9876543210")), GCM(bytes.fromhex("00001234567800000000abcd"))
    ).encryptor()
    cipher.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    plain = "".join(letter * 16 for letter in "abcdefea")
    sealed = cipher.update(bytes.fromhex(plain)) + cipher.finalize()
    assert sealed.hex().startswith("17f399f08c67d5ee19d0dc9969c4bb7d")
    assert cipher.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


@given(st.binary(max_size=100), st.binary(max_size=200))
def test_hmac_sm3_is_the_construction_of_rfc_2104_over_sm3(key, data):
    padded = (key if len(key) <= 64 else sm3(key)).ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in padded) + data)
    assert same(hmac_sm3(key, data), sm3(bytes(byte ^ 0x5C for byte in padded) + inner))


@given(st.text())
def test_what_is_encrypted_can_be_read_and_never_looks_the_same_twice(text):
    ring = key_ring(OLD)
    assert ring.decrypt(ring.encrypt(text)) == text
    assert ring.encrypt(text) != ring.encrypt(text)


def test_a_new_key_in_front_encrypts_while_the_old_one_still_reads():
    old, both = key_ring(OLD), key_ring(f"{NEW};{OLD}")
    token = old.encrypt("440785")
    assert both.decrypt(token) == "440785"
    assert not both.is_current(token)
    assert both.is_current(both.encrypt("440785"))
    assert code_of(old.decrypt, both.encrypt("440785")) == "crypto.unknown_key"


@given(st.data())
def test_any_changed_character_of_a_token_is_noticed(data):
    ring = key_ring(OLD)
    token = ring.encrypt("11010519491231002X")
    place = data.draw(st.integers(3, len(token.rstrip("=")) - 2))
    character = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ-_!"))
    if token[place] != character:
        assert code_of(ring.decrypt, token[:place] + character + token[place + 1 :]) == "crypto.damaged"


@pytest.mark.parametrize("token", ["k1.", "k1.AAAA", "k1.====", "k1.é"])
def test_a_cut_token_is_damaged(token):
    assert code_of(key_ring(OLD).decrypt, token) == "crypto.damaged"


@pytest.mark.parametrize("token", ["", "plain text", "k9.AAAA"])
def test_a_token_of_no_known_key_is_refused(token):
    assert code_of(key_ring(OLD).decrypt, token) == "crypto.unknown_key"


@pytest.mark.parametrize("spec", ["", ";", "k1", "k1:00", f"{OLD};rubbish", f"{OLD};K2:{'0' * 32}", "k1:" + "g" * 32])
def test_a_badly_written_ring_is_refused_without_repeating_it(spec):
    with pytest.raises(Refusal) as caught:
        key_ring(spec)
    assert caught.value.code == "crypto.bad_keys"
    assert not caught.value.params


def test_fresh_keys_make_a_ring_and_differ():
    one, other = new_key("k7"), new_key("k7")
    assert one != other
    assert key_ring(one).decrypt(key_ring(one).encrypt("x")) == "x"
    assert code_of(key_ring(other).decrypt, key_ring(one).encrypt("x")) == "crypto.damaged"

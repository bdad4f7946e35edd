"""The private part of a public file."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given
from hypothesis import strategies as st

from coranto.errors import ConfigError, RecordError
from coranto.record import seal

KEY, OTHER = bytes(range(32)), bytes(32)
PATH = "_news/2026-03-01-a.md"
HELD = {"id": "abc", "source": None, "notes": ["“call” them"]}


def older(plain: bytes, key: bytes = KEY) -> str:
    """Seal as older records have it."""
    iv, pad = bytes(range(16)), PKCS7(128).padder()
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    sealed = cipher.update(pad.update(plain) + pad.finalize()) + cipher.finalize()
    return f"{base64.b64encode(sealed).decode()};{base64.b64encode(iv).decode()}"


def test_it_opens_to_what_it_holds():
    value = seal.seal(HELD, KEY, PATH)
    sealed, nonce = (base64.b64decode(part) for part in value.split(";"))
    assert len(nonce) == 12
    assert len(sealed) == len(json.dumps(HELD, ensure_ascii=False, separators=(",", ":")).encode()) + 16
    assert seal.open_(value, KEY, PATH) == HELD
    assert seal.seal(HELD, KEY, PATH) != value


@pytest.mark.parametrize(("key", "path"), [(OTHER, PATH), (KEY, "_news/2026-03-01-b.md")])
def test_another_key_or_another_records_value_is_an_error_naming_the_record(key, path):
    with pytest.raises(RecordError, match="does not open") as caught:
        seal.open_(seal.seal(HELD, KEY, PATH), key, path)
    assert caught.value.where == path


@given(st.data())
def test_a_changed_byte_is_an_error(data):
    parts = [bytearray(base64.b64decode(part)) for part in seal.seal(HELD, KEY, PATH).split(";")]
    part = data.draw(st.sampled_from(parts))
    part[data.draw(st.integers(0, len(part) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(RecordError):
        seal.open_(";".join(base64.b64encode(part).decode() for part in parts), KEY, PATH)


def test_the_older_form_is_read():
    assert seal.open_(older(json.dumps(HELD).encode()), KEY, PATH) == HELD


@pytest.mark.parametrize(
    "value",
    ["", "abc", "!;!", "QUJD;QUJD", older(b"[1]"), older(b"no json"), older(b"{}", OTHER), older(b"{}") + ";"],
)
def test_what_does_not_open_says_so(value):
    with pytest.raises(RecordError, match="secured part"):
        seal.open_(value, KEY, PATH)


def test_it_is_rewritten_only_when_what_it_holds_changes():
    value = seal.seal(HELD, KEY, PATH)
    assert seal.reseal(value, dict(HELD), KEY, PATH) == value
    again = seal.reseal(value, HELD | {"id": "x"}, KEY, PATH)
    assert seal.open_(again, KEY, PATH)["id"] == "x"
    assert seal.open_(seal.reseal(None, HELD, KEY, PATH), KEY, PATH) == HELD


@pytest.mark.parametrize("value", ["something else", seal.seal(HELD, OTHER, PATH)])
def test_a_value_of_an_unknown_key_is_kept(value):
    assert seal.reseal(value, {}, KEY, PATH) == value


@pytest.mark.parametrize(
    "text",
    [KEY.hex(), KEY.hex().upper(), base64.b64encode(KEY).decode(), base64.urlsafe_b64encode(b"\xff" * 32).decode(),
     base64.b64encode(KEY).decode().rstrip("="), f" {KEY.hex()}\n"],
)  # fmt: skip
def test_keys_come_in_two_spellings(text):
    assert len(seal.key_from(text)) == 32


@pytest.mark.parametrize("text", ["", "hunter2", KEY.hex()[:-2], base64.b64encode(b"x" * 31).decode(), "é" * 44])
def test_a_wrong_key_is_refused_and_not_repeated(text):
    with pytest.raises(ConfigError, match="32 bytes") as caught:
        seal.key_from(text)
    assert not text or text not in str(caught.value)

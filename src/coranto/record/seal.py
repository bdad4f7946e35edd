"""The private part of a public file: ``base64(ciphertext);base64(iv)``.

Written as AES-256-GCM: a nonce of 12 bytes, the tag of 16 at the end of the ciphertext, the record's path as associated
data, so that a value cannot be moved to another record. Read also as AES-CBC with PKCS #7, which older records have:
an iv of 16 bytes says so.
"""

import base64
import binascii
import re
import secrets
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from coranto.errors import ConfigError, RecordError

_HEX = re.compile(r"[0-9a-fA-F]{64}\Z")
_KEY, _NONCE, _IV = 32, 12, 16  # bytes


def key_from(text: str) -> bytes:
    """Read the site's key: 32 bytes in base64 or in hexadecimal digits.

    Raises
    ------
    ConfigError
        It is something else; the message does not repeat it.

    """
    text = text.strip()
    if _HEX.match(text):
        return bytes.fromhex(text)
    try:
        key = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY:
        raise ConfigError(
            f"is {_KEY} bytes in base64 or 64 hexadecimal digits; `openssl rand -base64 {_KEY}` makes one",
            "coranto.toml: `key`",
        )
    return key


def seal(payload: dict[str, Any], key: bytes, path: str) -> str:
    """Encrypt a payload for the record at a path; the same payload never gives the same value twice."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, msgspec.json.encode(payload), path.encode())
    return f"{base64.b64encode(sealed).decode()};{base64.b64encode(nonce).decode()}"


def open_(value: str, key: bytes, path: str) -> dict[str, Any]:
    """Decrypt what a record holds.

    Raises
    ------
    RecordError
        Another key, another record's value, a changed byte, or a form that is not known; it names the record.

    """
    try:
        sealed, iv = (base64.b64decode(part, validate=True) for part in value.split(";"))
    except (binascii.Error, ValueError) as why:
        raise RecordError("its secured part is not `base64;base64`", path) from why
    try:
        if len(iv) == _NONCE:
            plain = AESGCM(key).decrypt(iv, sealed, path.encode())
        elif len(iv) == _IV:
            plain = _cbc(sealed, key, iv)
        else:
            raise RecordError(f"its secured part has an iv of {len(iv)} bytes; {_NONCE} and {_IV} are known", path)
        payload = msgspec.json.decode(plain)
    except (InvalidTag, ValueError, msgspec.DecodeError) as why:
        raise RecordError(
            "its secured part does not open: it was sealed with another key or for another path, or it was changed",
            path,
        ) from why
    if not isinstance(payload, dict):
        raise RecordError("its secured part opens, but holds no table of fields", path)
    return payload


def reseal(old: str | None, payload: dict[str, Any], key: bytes, path: str) -> str:
    """Give the value for a payload: the old one as long as it holds the same, or opens with a key we do not have."""
    if old is None:
        return seal(payload, key, path)
    try:
        same = open_(old, key, path) == payload
    except RecordError:
        return old
    return old if same else seal(payload, key, path)


def _cbc(sealed: bytes, key: bytes, iv: bytes) -> bytes:
    """Read the older form; it has no tag, so only its padding and its JSON can tell a wrong key."""
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = cipher.update(sealed) + cipher.finalize()
    strip = PKCS7(_IV * 8).unpadder()
    return strip.update(padded) + strip.finalize()

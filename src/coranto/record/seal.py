"""The private part of a public file: ``base64(ciphertext);base64(iv)``.

Written as AES-256-GCM: a 12-byte nonce, the 16-byte tag at the end of the ciphertext, the record's path as associated
data, so that a value cannot be moved to another record. AES-CBC with PKCS #7, as in older records, is read too:
a 16-byte iv marks it.
"""

import base64
import binascii
import re
import secrets
from typing import Any

import msgspec

from coranto.errors import ConfigError, RecordError

_HEX = re.compile(r"[0-9a-fA-F]{64}\Z")
_KEY, _NONCE, _IV = 32, 12, 16  # bytes


def key_from(text: str) -> bytes:
    """Read the site's key: 32 bytes in base64 or hexadecimal digits.

    Raises
    ------
    ConfigError
        The text is not such a key; the message does not contain the text.

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
    """Encrypt a payload for the record at a path; the nonce is random, so equal payloads give different values."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - an extra

    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, msgspec.json.encode(payload), path.encode())
    return f"{base64.b64encode(sealed).decode()};{base64.b64encode(nonce).decode()}"


def open_(value: str, key: bytes, path: str) -> dict[str, Any]:
    """Decrypt a record's sealed value.

    Raises
    ------
    RecordError
        The key differs, the value is another record's, a byte changed, or the form is unknown; names the record.

    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - an extra

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
    """Return the value for a payload: the old one if its content is the same or the key does not open it."""
    if old is None:
        return seal(payload, key, path)
    try:
        same = open_(old, key, path) == payload
    except RecordError:
        return old
    return old if same else seal(payload, key, path)


def _cbc(sealed: bytes, key: bytes, iv: bytes) -> bytes:
    """Decrypt the older form; it has no tag, so only bad padding or bad JSON reveals a wrong key."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - an extra
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415 - an extra

    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = cipher.update(sealed) + cipher.finalize()
    strip = PKCS7(_IV * 8).unpadder()
    return strip.update(padded) + strip.finalize()

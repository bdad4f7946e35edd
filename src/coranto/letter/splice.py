"""A mail that is rendered once: its bytes for everybody, and the places where each reader's own links stand.

A place is where the public text of an issue has a placeholder; the last one counts, for the foot of a mail comes after
everything that strangers wrote. Parts are encoded once (quoted-printable), links between them by themselves, each on
lines of its own, so that no line is longer than mail allows.
"""

import hashlib
import quopri
from collections.abc import Mapping, Sequence
from email.header import Header

import msgspec

from coranto.record import sanitize

_LINE = 70  # letters of a link on a line of its own
_SOFT = b"=\r\n"


class Spliced(msgspec.Struct, frozen=True):
    """Bytes, and the names of what stands between them: ``parts`` has one more than ``names``."""

    parts: tuple[bytes, ...]
    names: tuple[str, ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the bytes with a reader's own values."""
        pieces = [self.parts[0]]
        for part, name in zip(self.parts[1:], self.names, strict=True):
            pieces += (values[name], part)
        return b"".join(pieces)


def split(text: str, places: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Split a text at the last place of each placeholder.

    Parameters
    ----------
    text : str
        The text.
    places : mapping of str to str
        Placeholders by name.

    Returns
    -------
    parts, names
        The text between the placeholders, and their names in order.

    Raises
    ------
    ValueError
        A placeholder is not there.

    """
    found = sorted((text.rindex(placeholder), name) for name, placeholder in places.items())
    parts, names, begin = [], [], 0
    for at, name in found:
        parts.append(text[begin:at])
        names.append(name)
        begin = at + len(places[name])
    return [*parts, text[begin:]], names


def alternative(text: str, html: str, places: Mapping[str, str]) -> Spliced:
    """Return a body of plain text and HTML, with the head fields that it needs, ready for a mail's head before it.

    Fields: the placeholders' names, whose values are ``link``s.
    """
    boundary = f"=_{hashlib.sha256((text + html).encode()).hexdigest()[:32]}"  # `=_` is in no encoded part
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    parts, names = [head.encode()], []
    for kind, body in (("plain", text), ("html", html)):
        parts[-1] += (
            f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        ).encode()
        cut, found = split(body, places)
        encoded = [_encoded(one) for one in cut]
        parts[-1] += encoded[0]
        parts += encoded[1:]
        names += found
        parts[-1] += b"\r\n"
    parts[-1] += f"--{boundary}--\r\n".encode()
    return Spliced(tuple(parts), tuple(names))


def link(address: str) -> bytes:
    """Return an address as it stands between encoded parts."""
    data = address.replace("=", "=3D").encode("ascii")
    lines = [data[begin : begin + _LINE] for begin in range(0, len(data), _LINE)]
    return _SOFT + _SOFT.join(lines) + _SOFT


def field(name: str, value: str) -> str:
    """Return a field of a mail's head with its line end; nothing in the value can begin another one."""
    said = sanitize.line(value)
    if _plain(said) and len(said) < 900 - len(name):
        return f"{name}: {said}\r\n"
    return f"{name}: {Header(said, 'utf-8', maxlinelen=75, header_name=name).encode(linesep=chr(13) + chr(10))}\r\n"


def mailbox(name: str, address: str) -> str:
    """Return a person as in ``From`` and ``To``: the name as an encoded word or in quotes, the address in brackets."""
    said = sanitize.line(name)
    if not said:
        return address
    if _plain(said):
        quoted = said.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{address}>'
    return f"{Header(said, 'utf-8', maxlinelen=200).encode(linesep=chr(13) + chr(10))} <{address}>"


def raw_field(name: str, parts: Sequence[str]) -> str:
    """Return a field of parts that are ASCII and checked already."""
    value = "".join(parts)
    assert value.isascii(), value
    assert value.isprintable(), value
    return f"{name}: {value}\r\n"


def _plain(text: str) -> bool:
    """Whether a text may stand in a mail's head as it is; one that looks encoded (``=?``) would be decoded there."""
    return text.isascii() and text.isprintable() and "=?" not in text


def _encoded(text: str) -> bytes:
    """Encode a part as quoted-printable; its lines end as mail has it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = quopri.encodestring(plain.encode()).split(b"\n")
    return b"\r\n".join(lines)

"""Charsets: the labels of the WHATWG Encoding Standard, and the decoders that browsers use for them.

On the web a label covers more than its standard: ``gb2312`` is GB18030, ``shift_jis`` is Windows-31J, ``euc-kr`` is
Unified Hangul Code, ``iso-8859-1`` is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
"""

import codecs
import re

import cchardet

_LABELS = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8 utf-8n utf8mb4
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i
iso8859-6: iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso8859-7: iso_8859-7:1987 sun_eu_greek
iso8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
iso8859-8: iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13: iso-8859-13 iso8859-13 iso885913
iso8859-14: iso-8859-14 iso8859-14 iso885914
iso8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9 latin-9
iso8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
mac-roman: csmacintosh mac macintosh x-mac-roman macroman
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 tis620 windows-874 cp874
cp1250: cp1250 windows-1250 x-cp1250 win-1250
cp1251: cp1251 windows-1251 x-cp1251 win-1251 cp-1251 windows1251
cp1252: ansi_x3.4-1968 ascii us-ascii us cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591
cp1252: iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii windows-1252 x-cp1252 ansi win-1252 iso-latin-1
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254: windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
gb18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936 euc-cn
gb18030: gb2312-80 windows-936 gb-2312 gb_18030
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5 big-5 cp950 big5hkscs windows-950
euc_jp: cseucpkdfmtjapanese euc-jp x-euc-jp eucjp ujis
iso2022_jp: csiso2022jp iso-2022-jp jis
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932 shiftjis ms-kanji windows-932
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
cp949: uhc cp949 euckr ks_c_5601 ms949
utf-16-be: unicodefffe utf-16be
utf-16-le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le utf16
hz: hz-gb-2312 hz
"""
_CODECS = {
    label: line.partition(":")[0] for line in _LABELS.strip().splitlines() for label in line.partition(":")[2].split()
}
# Python codecs that are not charsets of documents, or that a hostile document could misuse.
_REFUSED = re.compile(r"(?:utf_?7|punycode|idna|unicode_escape|raw_unicode_escape|undefined|mbcs|oem|palmos)\Z")
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_SHIFTED = ("iso2022_jp", "hz", "iso2022_kr")  # seven bits: their bytes are ASCII but do not mean ASCII
_SEVERAL_BYTES = frozenset({"gb18030", "big5hkscs", "euc_jp", "cp932", "cp949"})
# Guesses that are rarely wrong: their letters do not resemble Western ones.
_TRUSTED = _SEVERAL_BYTES | {
    "cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp1253", "iso8859-7", "cp1255", "cp1256", "cp874",
}  # fmt: skip
_SAMPLE = 65_536  # bytes from which a charset is guessed
_FEW = 4  # UTF-8 letters that text in another multibyte charset can contain by chance
SURE = 10  # UTF-8 letters per broken byte: from here the text is UTF-8, whatever its label
_KANJI = re.compile(rb"\x1b\$[@B](.*?)(?=\x1b|[\r\n]|\Z)", re.DOTALL)


def codec(label: str | None) -> str | None:
    """Return the name of the Python codec for a label as browsers read it; None for an unknown label."""
    name = (label or "").strip(" \t\r\n\"'").lower()
    if found := _CODECS.get(name):
        return found
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError, UnicodeError):  # unknown, or not a text codec
        return None
    plain = info.name.replace("-", "_")
    return None if _REFUSED.match(plain) else _CODECS.get(info.name, info.name)


def mark(data: bytes) -> tuple[str, int] | None:
    """Return codec and length of the byte order mark that data begins with."""
    for sign, name in _MARKS:
        if data.startswith(sign):
            return name, len(sign)
    return None


def decode(data: bytes, name: str) -> str:
    """Decode with one of the codecs that ``codec`` returns; what cannot be decoded becomes U+FFFD."""
    if name == "euc_jp":
        return data.decode(name, "coranto.euc_jp")
    if name == "iso2022_jp":
        return _iso_2022_jp(data)
    if name == "big5hkscs":
        return data.decode(name, "coranto.big5")
    return data.decode(name, "replace")


def choose(data: bytes, declared: list[str | None]) -> tuple[str, str] | None:
    """Decode by the bytes themselves and, where they do not decide, by the declared codecs.

    Parameters
    ----------
    data : bytes
        Without a byte order mark.
    declared : list of str or None
        Codecs (see ``codec``), the most trusted first.

    Returns
    -------
    tuple of str or None
        The text and its codec. None where neither the bytes nor a declaration decide: the caller may guess.

    """
    named = [name for name in declared if name]
    shifted = next((name for name in named if name in _SHIFTED), None)
    if shifted and (b"\x1b" in data or b"~{" in data):
        return decode(data, shifted), shifted
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        right = sum(not char.isascii() for char in text) - wrong
        if right > SURE * wrong:
            return text, "utf-8"
        return _by_declaration(data, named) or ((text, "utf-8") if right > wrong else None)
    if text.isascii() or not _SEVERAL_BYTES & set(named[:1]):
        return text, "utf-8"
    if sum(not char.isascii() for char in text[:100_000]) >= _FEW:
        return text, "utf-8"
    return _by_declaration(data, named[:1]) or (text, "utf-8")


def detect(data: bytes) -> str | None:
    """Return the codec that uchardet detects in bytes that are not UTF-8; None where it detects no other codec."""
    name = codec(cchardet.detect(data[:_SAMPLE])["encoding"])
    return None if name == "utf-8" else name


def guess(data: bytes) -> tuple[str, str]:
    """Decode bytes without a declaration: by uchardet where all of them fit its guess, else as Windows-1252."""
    name = detect(data)
    if name and name not in _WIDE:
        text = decode(data, name)
        if "\ufffd" not in text and name in _TRUSTED:
            return text, name
    return data.decode("cp1252", "replace"), "cp1252"


def _by_declaration(data: bytes, named: list[str]) -> tuple[str, str] | None:
    """Decode by the first declared codec that fits without errors, else by the first with few errors."""
    best: tuple[float, str, str] | None = None
    for name in dict.fromkeys(named):
        if name == "utf-8" or name in _WIDE or name in _SHIFTED:  # the bytes are not in this codec
            continue
        text = decode(data, name)
        foreign = sum(not char.isascii() for char in text)
        share = text.count("\ufffd") / max(1, foreign)
        if not share:
            return text, name
        if share < 0.4 and (best is None or share < best[0]):
            best = share, text, name
    return best[1:] if best else None


def _iso_2022_jp(data: bytes) -> str:
    """Decode ISO-2022-JP with the extensions of EUC-JP (``①``), which Python's codec does not have."""

    def kanji(match: re.Match[bytes]) -> bytes:
        return b"\x1b(B" + bytes(byte | 0x80 for byte in match[1])

    parts = re.split(rb"\x1b\([BJI]", _KANJI.sub(kanji, data))
    return "".join(decode(part, "euc_jp") for part in parts)


def _euc_jp(error: UnicodeError) -> tuple[str, int]:
    """Read two bytes that Python's EUC-JP lacks (rows 13 and 89 to 92) as Windows-31J has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) == 2 and all(0xA1 <= byte <= 0xFE for byte in pair):
        row, cell = pair[0] - 0xA1, pair[1] - 0xA1
        lead = row // 2 + (0x81 if row < 62 else 0xC1)
        trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
        try:
            return bytes((lead, trail)).decode("cp932"), error.start + 2
        except UnicodeDecodeError:
            return "\ufffd", error.start + 2
    return "\ufffd", error.start + 1


def _big5(error: UnicodeError) -> tuple[str, int]:
    """Read two bytes that Python's Big5-HKSCS lacks (the extensions of Windows and ETEN) as Windows-950 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    try:
        return pair.decode("cp950"), error.start + len(pair)
    except UnicodeDecodeError:
        # A broken lead byte before ASCII is replaced alone, as in the standard.
        alone = len(pair) < 2 or pair[1] < 0x80 or pair[0] in (0x80, 0xFF)  # these two begin no pair
        return "\ufffd", error.start + (1 if alone else 2)


codecs.register_error("coranto.euc_jp", _euc_jp)
codecs.register_error("coranto.big5", _big5)

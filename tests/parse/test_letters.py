"""Feeds whose bytes are not what they are called."""

import pytest

from coranto.parse import feed

TITLES = ("Zürich grüßt Łódź", "Die Fähre über den Fluß")


def rss(declared, titles=TITLES):
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    items = "".join(f"<item><title>{title}</title></item>" for title in titles)
    return f"{head}<rss><channel><title>Täglich</title>{items}</channel></rss>"


@pytest.mark.parametrize("declared", ["", "UTF-8", "utf8", "windows-1252", "ascii"])
@pytest.mark.parametrize("content_type", [None, "text/xml; charset=ISO-8859-1", "text/xml; charset=utf-8"])
@pytest.mark.parametrize("broken", [b"\xc3", b"\xff", b"\x9f"])
def test_a_broken_byte_costs_one_letter(declared, content_type, broken):
    data = rss(declared, TITLES * 5).encode().replace("Ü".lower().encode(), broken, 1)
    titles = [entry.title for entry in feed.read(data, content_type=content_type).entries]
    assert titles == ["Z\N{REPLACEMENT CHARACTER}rich grüßt Łódź", *(TITLES * 5)[1:]]


def test_a_broken_byte_of_json_costs_one_letter():
    data = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "Zürich"}, {"title": "Łódź"}]}'
    read = feed.read(data.encode().replace("ü".encode(), b"\xc3"))
    assert [entry.title for entry in read.entries] == ["Z\N{REPLACEMENT CHARACTER}rich", "Łódź"]


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "shift_jis", "euc-jp", "gbk", "big5", "windows-1252"])
def test_other_letters_are_read_as_they_are_declared(charset):
    text = {"windows-1251": "Паром снова ходит", "koi8-r": "Паром снова ходит", "windows-1252": "Fähre über Fluß"}.get(
        charset
    )
    text = text or {"gbk": "渡轮暴风雨后恢复运行", "big5": "渡輪暴風雨後恢復運行"}.get(
        charset, "あらしのあとフェリーがふたたびはしる"
    )
    data = rss(charset, [text]).replace("Täglich", "Daily").encode(charset)
    assert feed.read(data).entries[0].title == text
    bare = rss("", [text]).replace("Täglich", "Daily").encode(charset)
    assert feed.read(bare, content_type=f"text/xml; charset={charset}").entries[0].title == text

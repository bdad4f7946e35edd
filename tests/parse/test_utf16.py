"""UTF-16 in either order, with a mark or without one, behind white space."""

import pytest

from coranto.parse import feed

FEED = (
    "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><item><title>é日</title></item></channel></rss>"
)


@pytest.mark.parametrize("before", ["", "\n", " \n\n"])
@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-16"])
def test_utf_16_is_read_with_and_without_a_mark(encoding, before):
    assert feed.read((before + FEED).encode(encoding)).entries[0].title == "é日"

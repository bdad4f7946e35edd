"""The formats of feeds, by the name of their file."""

from coranto.feeds import atom, jsonfeed, rss

FORMATS = {"feed.xml": rss, "feed.atom": atom, "feed.json": jsonfeed}

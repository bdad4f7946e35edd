"""What an outlet changed in an article after it was published, and the version of it that was seen last."""

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["headline", "number", "name", "quote"]
Place = Literal["headline", "summary", "text"]


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A headline, number, name or quote that two versions of an article give differently.

    ``before`` is empty where the later version adds it, ``after`` where that leaves it out. ``context`` are the words
    around it in the later version, on one line.
    """

    kind: Kind
    before: str
    after: str
    place: Place = "text"
    context: str = ""


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A difference that was found in a published article; ``number`` is assigned by the store in order of finding."""

    number: int = 0
    article: str  # its id
    seen: datetime  # when the later version was seen
    difference: Difference


class Version(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words of an article at one look. None for what was not looked at: it is not compared.

    ``excerpt`` and ``text`` are plain; ``longest`` is the most characters of its text that the page allows to be
    shown, None for no limit.
    """

    headline: str | None = None
    excerpt: str | None = None
    text: str | None = None
    longest: int | None = None


class Watch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article whose page and feed entry are looked at again.

    Attributes
    ----------
    article : str
        Its id.
    source : str or None
        Id of the source whose entries are compared.
    seen, looked : datetime
        When the article was first seen, and when its page was last looked at.
    due : datetime or None
        When it is looked at next, or at last forgotten.
    page : Version
        The page at the last look, empty where it is not looked at again; ``text`` only where it differs from the
        article's own.
    feed : Version
        The headline and summary that the feed gave last.
    listed : Version or None
        What the feed gives now, if that differs; it is compared at the next look.
    etag, modified : str or None
        Of the last response, so that an unchanged page is not sent again.

    """

    article: str
    source: str | None = None
    seen: datetime
    looked: datetime
    due: datetime | None = None
    page: Version = Version()
    feed: Version = Version()
    listed: Version | None = None
    etag: str | None = None
    modified: str | None = None

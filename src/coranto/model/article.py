"""The article, from the extracted page to the judged article."""

from datetime import datetime
from typing import Any

import msgspec

from coranto.model import reason as reasons
from coranto.model.entry import Image
from coranto.model.reason import Reason
from coranto.model.rule import Applied
from coranto.model.score import ScorePart
from coranto.model.sourcing import Citation

FOUND_BY = "entry"  # in the provenance of an article that no feed of its own outlet listed yet


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a page: the output of ``coranto extract``.

    Texts are plain; ``excerpt`` is one line; dates are aware and in UTC; ``provenance`` names the evidence that gave
    each fact (``{"title": "json-ld"}``). ``text`` is for judging and search and is never served.
    """

    id: str | None = None
    url: str
    canonical: str | None = None
    title: str | None = None
    excerpt: str | None = None
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    site: str | None = None
    publisher: str | None = None  # address of the publisher's own site, where the page names one
    type: str = "article"  # article, video, live, gallery
    images: tuple[Image, ...] = ()
    amp: str | None = None
    clip: str | None = None  # address of the video that a page of the type video is about
    paywalled: bool = False
    snippet: int | None = None  # the most characters of an excerpt that the page allows; None for no limit
    pictured: bool = True  # whether the page allows its pictures to be shown
    minable: bool = True  # False if text and data mining is reserved: its text may not be used
    credits: str | None = None  # address of the original, if the page declares itself a copy
    copied: bool = True  # whether its pictures may be copied
    links: tuple[Citation, ...] = ()  # links in its text to other sites, each with its sentence
    provenance: dict[str, str] = {}


class Picture(msgspec.Struct, frozen=True, kw_only=True, rename={"is_cached": "isCached"}, omit_defaults=True):
    """A picture of a published record; ``is_cached`` says that our own cache holds a copy.

    ``extra`` are fields of a foreign writer (an older record's ``title``).
    """

    url: str
    width: int | None = None
    height: int | None = None
    is_cached: bool | None = None
    extra: dict[str, Any] = {}


class Provider(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An outlet: its name, its registrable domain, and its icons where the organisation is known."""

    name: str
    domain: str
    images: tuple[Picture, ...] = ()
    extra: dict[str, Any] = {}


class TopicMatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A topic an article has, and why: the source that named it, its keywords, or a child topic.

    ``because`` is the reason in words, of matches that were stored with one; it becomes a reason with the code
    ``text`` and is empty afterwards.
    """

    id: str
    name: str
    reasons: tuple[Reason, ...] = ()
    keywords: tuple[str, ...] = ()  # the topic's keywords found in the title, each once
    evidence: float = 0.0  # the sum of the evidence for the topic; subject profile only
    role: str = "core"  # core, also (of interest), never (published)
    because: str = ""

    def __post_init__(self) -> None:
        if self.because:
            if not self.reasons:
                msgspec.structs.force_setattr(self, "reasons", (reasons.text(self.because),))
            msgspec.structs.force_setattr(self, "because", "")


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the newsroom knows it: identified by its canonical address, judged, ready to be filed.

    ``id`` is stable and derived from ``url`` (see ``coranto.dedupe.address.article_id``). ``published`` is aware, in
    UTC and never after ``seen``; ``dated`` is False where the publisher gave no date and ``seen`` stands in for it.
    ``own_report`` says that it has a text that cites no other outlet and is no other article's.
    """

    id: str
    url: str  # the canonical address: the identity
    original_url: str  # where it was found
    web_url: str  # the address that readers open
    title: str
    excerpt: str = ""
    text: str = ""
    published: datetime
    updated: datetime | None = None
    seen: datetime
    dated: bool = True
    authors: tuple[str, ...] = ()
    language: str | None = None
    provider: Provider
    type: str = "article"
    images: tuple[Picture, ...] = ()
    amp_url: str | None = None
    featured_content: str | None = None  # a video's embed; type video only
    credits: str | None = None  # address of the original, if its page declares itself a copy
    source: str | None = None  # id of the source that found it
    labels: tuple[str, ...] = ()  # its publisher's categories
    topics: tuple[TopicMatch, ...] = ()
    quality: int = 0
    parts: tuple[ScorePart, ...] = ()
    provenance: dict[str, str] = {}
    citations: tuple[Citation, ...] | None = None  # the outlets that it names as its source; None: not looked for
    same_text: tuple[str, ...] = ()  # ids of other outlets' articles of its story whose text is mostly the same
    own_report: bool = False
    rules: tuple[Applied, ...] = ()  # of the newsroom, which it met when it was judged


class Reprint(msgspec.Struct, frozen=True, kw_only=True):
    """Another print of an article: its text is near-same, so it is no article of its own.

    ``likeness`` is the estimated share of runs of five words that the texts have in common, 0 to 1.
    """

    url: str  # its canonical address
    title: str
    provider: Provider
    published: datetime
    seen: datetime
    likeness: float
    credits: str | None = None
    source: str | None = None

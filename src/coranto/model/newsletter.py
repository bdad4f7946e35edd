"""An issue of the newsletter, as in its front matter."""

from datetime import datetime

import msgspec


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One sent newsletter: ``excerpt`` are the titles of its leading articles, joined by `` / ``."""

    path: str  # _newsletters/<site-slug>-YYYY-MM-DD.html
    title: str
    excerpt: str
    published: datetime
    web_url: str
    topics: tuple[str, ...] = ()

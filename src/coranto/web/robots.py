"""robots.txt, and the same rules in plain words: rules.txt."""

from coranto import __version__
from coranto.config import crawlers
from coranto.decide import line
from coranto.newsroom import Newsroom
from coranto.web import rate_limits, theme
from coranto.web.document import Document
from coranto.web.page_kind import DocumentKind, single


def robots(newsroom: Newsroom) -> Document:
    """Return robots.txt. Pages that should not be indexed say so themselves."""
    site = newsroom.settings.site.url
    text = f"# In plain words: {site}/rules.txt\n\n"
    text += crawlers.robots(newsroom.unwelcome, ["/density/"], f"{site}/sitemap.xml")
    return Document("/robots.txt", text.encode(), "text/plain")


def rules(newsroom: Newsroom) -> Document:
    """Return rules.txt: what this site is, how it judges and reads, what programs may do, and whom to ask."""
    text = theme.of(newsroom.settings.folder).render(
        "rules.txt",
        s=newsroom.settings,
        line=line.in_force(newsroom.store, newsroom.settings),
        lined=line.lined(newsroom.settings),
        unwelcome=newsroom.unwelcome,
        a_minute=rate_limits.A_MINUTE,
        version=__version__,
    )
    return Document("/rules.txt", text.encode(), "text/plain")


KINDS = (
    DocumentKind(
        name="robots",
        paths=("/robots.txt",),
        document=lambda newsroom, _: robots(newsroom),
        idents=single,
        aging=True,
    ),
    DocumentKind(
        name="rules", paths=("/rules.txt",), document=lambda newsroom, _: rules(newsroom), idents=single, aging=True
    ),
)

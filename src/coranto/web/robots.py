"""The rules of the house for programs and those who run them: robots.txt, and the same in plain words."""

from coranto import __version__
from coranto.config import crawlers
from coranto.newsroom import Newsroom
from coranto.web import rate_limits, theme
from coranto.web.document import Document


def robots(newsroom: Newsroom) -> Document:
    """Give robots.txt: pages that are no landing places say so themselves."""
    site = newsroom.settings.site.url
    said = f"# In plain words: {site}/rules.txt\n\n"
    said += crawlers.robots(newsroom.unwelcome, ["/density/"], f"{site}/sitemap.xml")
    return Document("/robots.txt", said.encode(), "text/plain")


def rules(newsroom: Newsroom) -> Document:
    """Give rules.txt: what this site is, how it judges and reads, what programs may do, and whom to ask."""
    said = theme.of(newsroom.settings.folder).render(
        "rules.txt",
        s=newsroom.settings,
        unwelcome=newsroom.unwelcome,
        a_minute=rate_limits.A_MINUTE,
        version=__version__,
    )
    return Document("/rules.txt", said.encode(), "text/plain")

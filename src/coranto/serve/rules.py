"""The rules of the house for programs and those who run them: robots.txt, and the same in plain words."""

from coranto import __version__
from coranto.desk import Desk
from coranto.publish import crawlers
from coranto.serve import limits, theme
from coranto.serve.document import Document


def robots(desk: Desk) -> Document:
    """Give robots.txt: pages that are no landing places say so themselves."""
    site = desk.settings.site.url
    said = f"# In plain words: {site}/rules.txt\n\n"
    said += crawlers.robots(desk.unwelcome, ["/density/"], f"{site}/sitemap.xml")
    return Document("/robots.txt", said.encode(), "text/plain")


def rules(desk: Desk) -> Document:
    """Give rules.txt: what this site is, how it judges and reads, what programs may do, and whom to ask."""
    said = theme.of(desk.settings.folder).render(
        "rules.txt", s=desk.settings, unwelcome=desk.unwelcome, a_minute=limits.A_MINUTE, version=__version__
    )
    return Document("/rules.txt", said.encode(), "text/plain")

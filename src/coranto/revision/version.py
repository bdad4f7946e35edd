"""The version of an article that a page, or an entry of a feed, shows."""

from coranto.model.article import Page
from coranto.model.revision import Version


def of_page(page: Page) -> Version:
    """Return the version of a page; its text only where that may be mined.

    A summary that the extractor cut from the text is none of the page's own.
    """
    own = page.provenance.get("excerpt", "text").split(",")[0] not in ("text", "")
    return Version(
        headline=page.title,
        excerpt=page.excerpt if own else None,
        text=page.text if page.minable and page.text else None,
        longest=page.snippet,
    )


def is_compared(page: Page) -> bool:
    """Whether changes of a page are corrections: a running report and a list of pictures change all the time."""
    return page.type in ("article", "video")

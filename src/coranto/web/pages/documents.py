"""Every HTML page as a document, by what its address names; None where there is no such page."""

import re
from datetime import datetime

from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.feeds import address
from coranto.i18n.language import _, localized
from coranto.newsroom import Newsroom
from coranto.web import render
from coranto.web.document import Document, midnight
from coranto.web.pages import about as about_view
from coranto.web.pages import article as article_view
from coranto.web.pages import days as days_view
from coranto.web.pages import front as front_view
from coranto.web.pages import lists
from coranto.web.pages import newsletter as newsletter_view
from coranto.web.pages import search as found
from coranto.web.pages import source as source_view
from coranto.web.pages import story as story_view
from coranto.web.pages import topic as topic_view


def _set(template: str, view: render.View, read: str = "", until: datetime | None = None) -> Document:
    return Document(view.frame.here, render.page(template, view), read=read, until=until)


@localized
def front(newsroom: Newsroom, now: datetime, density: str = "standard") -> Document:
    """Give the front page."""
    return _set("front.html", front_view.view(newsroom, now, density))


@localized
def story(newsroom: Newsroom, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a story's page; the id of a story that ended gives its heir's."""
    if not address.plain(ident):
        return None
    found = newsroom.store.get_stories([ident]).get(ident)
    view = story_view.view(newsroom, found, now, density) if found else None
    return _set("story.html", view, found.lead, view.until) if found and view else None


@localized
def topic(newsroom: Newsroom, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a topic's page."""
    found = newsroom.taxonomy.by_id.get(ident)
    if found is None or not address.plain(ident):
        return None
    return _set("topic.html", topic_view.view(newsroom, found, now, density))


@localized
def article(newsroom: Newsroom, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give an article's page: what is known of it, and never its text."""
    told = (
        explain.explain(newsroom.store, newsroom.settings, ident, now, newsroom.own) if address.plain(ident) else None
    )
    return account(newsroom, told, density) if told else None


@localized
def account(newsroom: Newsroom, told: Explanation, density: str = "standard") -> Document:
    """Give the page of an article that has been explained."""
    return _set("article.html", article_view.view(newsroom, told, density), told.article.id)


@localized
def about(newsroom: Newsroom, density: str = "standard") -> Document:
    """Give the page of rules."""
    return _set("about.html", about_view.view(newsroom, density))


@localized
def river(newsroom: Newsroom, now: datetime, density: str = "standard") -> Document:
    """Give the river."""
    return _set("river.html", lists.river(newsroom, now, density))


@localized
def day(newsroom: Newsroom, named: str, now: datetime, density: str = "standard") -> Document | None:
    """Give the edition of a day, named as ``2026-03-07``."""
    asked = days_view.named(named)
    view = days_view.day(newsroom, asked, now.date(), density) if asked else None
    return _set("day.html", view) if view else None


@localized
def archive(newsroom: Newsroom, year: str = "", density: str = "standard") -> Document | None:
    """Give the archive, or a year of it, named as ``2026``."""
    if year and not re.fullmatch(r"[1-9][0-9]{3}", year, re.ASCII):
        return None
    view = days_view.archive(newsroom, int(year) if year else None, density)
    return _set("archive.html", view) if view else None


@localized
def newsletter(newsroom: Newsroom, now: datetime, density: str = "standard") -> Document:
    """Give the list of the newsletter's issues."""
    return _set("newsletter.html", newsletter_view.newsletter(newsroom, now.date(), density))


@localized
def issue(newsroom: Newsroom, named: str, now: datetime, density: str = "standard") -> Document | None:
    """Give an issue of the newsletter, named as ``2026-03-09``; the last one until the next may be there."""
    asked, known = days_view.named(named), newsletter_view.issues(newsroom, now.date())
    if asked not in known:
        return None
    view = newsletter_view.issue(newsroom, asked, known, density)
    return _set("issue.html", view, until=None if view.after else midnight(now))


@localized
def sources(newsroom: Newsroom, density: str = "standard") -> Document:
    """Give the list of sources."""
    return _set("sources.html", lists.sources(newsroom, density))


@localized
def source(newsroom: Newsroom, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a source's page; the days on it are counted until midnight."""
    found = next(iter(newsroom.store.get_sources([ident])), None) if address.plain(ident) else None
    return _set("source.html", source_view.view(newsroom, found, now, density), until=midnight(now)) if found else None


@localized
def status(newsroom: Newsroom, now: datetime, density: str = "standard") -> Document:
    """Give the state of the newsroom."""
    return _set("status.html", lists.status(newsroom, now, density))


@localized
def search(newsroom: Newsroom, asked: str = "", page: str = "", density: str = "standard") -> Document:
    """Give a page of what a search finds; a number that is none is the first."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return _set("search.html", found.view(newsroom, asked, max(1, number), density))


@localized
def density(newsroom: Newsroom, chosen: str = "standard") -> Document:
    """Give the page that asks how dense pages shall be."""
    return _set("density.html", lists.density(newsroom, chosen))


@localized
def keys(newsroom: Newsroom, density: str = "standard") -> Document:
    """Give the page that tells the keys."""
    return _set("keys.html", lists.keys(newsroom, density))


@localized
def offline(newsroom: Newsroom, density: str = "standard") -> Document:
    """Give the page that stands for one that was not kept, where there is no network."""
    return _set("offline.html", lists.offline(newsroom, density))


@localized
def lost(newsroom: Newsroom, what: str, says: str, root: str) -> bytes:
    """Give the page for an address without a page; ``root`` is the way from there to the root of the site."""
    return render.page("lost.html", lists.lost(newsroom, _(what), _(says), root))


@localized
def signpost(newsroom: Newsroom, here: str, there: str) -> Document:
    """Give the page that leads from where a story stood, on a site of plain files, to where it stands now."""
    return Document(
        here,
        render.signpost(newsroom.settings.folder, address.relative(here, there), newsroom.settings.site.url + there),
    )

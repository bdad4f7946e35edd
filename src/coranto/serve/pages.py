"""Every HTML page as a document, by what its address names; None where there is no such page."""

import re
from datetime import datetime

from coranto.desk import Desk
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.publish import explain
from coranto.publish.explain import Explanation
from coranto.serve import address, render
from coranto.serve.document import Document, midnight
from coranto.serve.views import about as about_view
from coranto.serve.views import article as article_view
from coranto.serve.views import days as days_view
from coranto.serve.views import found, lists
from coranto.serve.views import front as front_view
from coranto.serve.views import newsletter as newsletter_view
from coranto.serve.views import source as source_view
from coranto.serve.views import story as story_view
from coranto.serve.views import topic as topic_view


def _set(template: str, view: render.View, read: str = "", until: datetime | None = None) -> Document:
    return Document(view.frame.here, render.page(template, view), read=read, until=until)


@localized
def front(desk: Desk, now: datetime, density: str = "standard") -> Document:
    """Give the front page."""
    return _set("front.html", front_view.view(desk, now, density))


@localized
def story(desk: Desk, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a story's page; the id of a story that ended gives its heir's."""
    if not address.plain(ident):
        return None
    found = desk.store.stories([ident]).get(ident)
    view = story_view.view(desk, found, now, density) if found else None
    return _set("story.html", view, found.lead, view.until) if found and view else None


@localized
def topic(desk: Desk, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a topic's page."""
    found = desk.taxonomy.by_id.get(ident)
    if found is None or not address.plain(ident):
        return None
    return _set("topic.html", topic_view.view(desk, found, now, density))


@localized
def article(desk: Desk, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give an article's page: what is known of it, and never its text."""
    told = explain.explain(desk.store, desk.settings, ident, now, desk.own) if address.plain(ident) else None
    return account(desk, told, density) if told else None


@localized
def account(desk: Desk, told: Explanation, density: str = "standard") -> Document:
    """Give the page of an article that has been explained."""
    return _set("article.html", article_view.view(desk, told, density), told.article.id)


@localized
def about(desk: Desk, density: str = "standard") -> Document:
    """Give the page of rules."""
    return _set("about.html", about_view.view(desk, density))


@localized
def river(desk: Desk, now: datetime, density: str = "standard") -> Document:
    """Give the river."""
    return _set("river.html", lists.river(desk, now, density))


@localized
def day(desk: Desk, named: str, now: datetime, density: str = "standard") -> Document | None:
    """Give the edition of a day, named as ``2026-03-07``."""
    asked = days_view.named(named)
    view = days_view.day(desk, asked, now.date(), density) if asked else None
    return _set("day.html", view) if view else None


@localized
def archive(desk: Desk, year: str = "", density: str = "standard") -> Document | None:
    """Give the archive, or a year of it, named as ``2026``."""
    if year and not re.fullmatch(r"[1-9][0-9]{3}", year, re.ASCII):
        return None
    view = days_view.archive(desk, int(year) if year else None, density)
    return _set("archive.html", view) if view else None


@localized
def newsletter(desk: Desk, now: datetime, density: str = "standard") -> Document:
    """Give the list of the newsletter's issues."""
    return _set("newsletter.html", newsletter_view.newsletter(desk, now.date(), density))


@localized
def issue(desk: Desk, named: str, now: datetime, density: str = "standard") -> Document | None:
    """Give an issue of the newsletter, named as ``2026-03-09``; the last one until the next may be there."""
    asked, known = days_view.named(named), newsletter_view.issues(desk, now.date())
    if asked not in known:
        return None
    view = newsletter_view.issue(desk, asked, known, density)
    return _set("issue.html", view, until=None if view.after else midnight(now))


@localized
def sources(desk: Desk, density: str = "standard") -> Document:
    """Give the list of sources."""
    return _set("sources.html", lists.sources(desk, density))


@localized
def source(desk: Desk, ident: str, now: datetime, density: str = "standard") -> Document | None:
    """Give a source's page; the days on it are counted until midnight."""
    found = next(iter(desk.store.sources([ident])), None) if address.plain(ident) else None
    return _set("source.html", source_view.view(desk, found, now, density), until=midnight(now)) if found else None


@localized
def status(desk: Desk, now: datetime, density: str = "standard") -> Document:
    """Give the state of the newsroom."""
    return _set("status.html", lists.status(desk, now, density))


@localized
def search(desk: Desk, asked: str = "", page: str = "", density: str = "standard") -> Document:
    """Give a page of what a search finds; a number that is none is the first."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    return _set("search.html", found.view(desk, asked, max(1, number), density))


@localized
def density(desk: Desk, chosen: str = "standard") -> Document:
    """Give the page that asks how dense pages shall be."""
    return _set("density.html", lists.density(desk, chosen))


@localized
def keys(desk: Desk, density: str = "standard") -> Document:
    """Give the page that tells the keys."""
    return _set("keys.html", lists.keys(desk, density))


@localized
def offline(desk: Desk, density: str = "standard") -> Document:
    """Give the page that stands for one that was not kept, where there is no network."""
    return _set("offline.html", lists.offline(desk, density))


@localized
def lost(desk: Desk, what: str, says: str, root: str) -> bytes:
    """Give the page for an address without a page; ``root`` is the way from there to the root of the site."""
    return render.page("lost.html", lists.lost(desk, _(what), _(says), root))


@localized
def signpost(desk: Desk, here: str, there: str) -> Document:
    """Give the page that leads from where a story stood, on a site of plain files, to where it stands now."""
    return Document(
        here, render.signpost(desk.settings.folder, address.relative(here, there), desk.settings.site.url + there)
    )

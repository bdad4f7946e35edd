"""The layout of every page: head, masthead, topic bar, foot."""

from datetime import datetime

import msgspec
from markupsafe import Markup

from coranto.config import extras
from coranto.decide import busiest, line
from coranto.feeds import address
from coranto.i18n import current, formats, language
from coranto.i18n.messages import _
from coranto.mailing import ledger, links, subscribe
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.pages import components
from coranto.web.pages.components import Link, Moment

DENSITIES = ("brief", "standard", "full")


class Feed(msgspec.Struct, frozen=True):
    """A feed beside a page: its media type, its name, its path."""

    type: str
    name: str
    path: str


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """The values around the content of a page: head, masthead, topic bar, foot.

    Paths are absolute within the site: ``here`` is the page's own, ``root`` leads up from it to the root of the site.
    ``edition`` is the time on the folio line; a page without one stays the same bytes until its content changes.
    """

    site: str
    tagline: str
    title: str
    about: str
    here: str
    root: str
    canonical: str
    social_card: str  # absolute address of the page's social card; "" for a page without one
    kind: str  # of Open Graph: website, article
    hidden: bool  # noindex
    front: bool
    nav: list[tuple[Link, bool]]
    feeds: list[Feed]
    edition: Moment | None
    date: str
    density: str
    threshold: int | None  # the heat for publication, on a page with a legend
    lang: str  # of the interface
    dir: str  # ltr or rtl
    pictures: str  # which pictures are shown, unless the reader chose: none, lead, small
    own: Markup  # attributes of the site's own words, where its language is not the interface's
    locale: str  # of Open Graph: en_US
    ago: str  # wording of ages, for the script: now, minutes, hours; the same within a sentence, and of a date
    folder: str  # the newsroom's own, for its theme
    letter: str  # what readers agree to who subscribe; "" where no mail is set up
    letter_url: str  # of the server that takes the form, where it is another than that of the site; "" for none


def build(
    newsroom: Newsroom,
    here: str,
    title: str,
    *,
    about: str = "",
    topic: str = "",
    edition: datetime | None = None,
    density: str = "standard",
    hidden: bool = False,
    root: str = "",
    saved: list[Feed] | None = None,
    social_card: str = address.SOCIAL_CARD,
    legend: bool = False,
) -> Layout:
    """Build the layout of a page.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    here : str
        The page's path; "" for a page without an address, which names its ``root``.
    title : str
        The title of the page; "" for the front page.
    about : str
        One sentence for the description.
    topic : str
        Id of the topic that is current in the bar.
    edition : datetime, optional
        The time of the edition.
    density : str
        One of ``DENSITIES``.
    hidden : bool
        Whether to ask search engines to leave the page out.
    root : str
        The way to the root of the site, where ``here`` does not say it.
    saved : list of Feed, optional
        The page's own feeds; otherwise the topic's, or the front page's.
    social_card : str
        Path of the page's social card.
    legend : bool
        Whether a legend names the heat for publication.

    """
    site = newsroom.settings.site
    listed = [t for t in busiest.named(newsroom.store, newsroom.taxonomy, topic) if address.plain(t.id)]
    nav = [(Link(_("All"), "/"), here == "/")]
    nav += [(Link(t.shortname or t.name, address.topic(t.id)), t.id == topic) for t in listed]
    if len(listed) < len(list(newsroom.taxonomy)):
        nav.append((Link(_("All topics"), "/t/"), here == "/t/"))
    return Layout(
        site=site.title,
        tagline=site.tagline,
        title=title or site.title,
        about=about or site.tagline or _("{site}: the news, ranked and explained.", site=site.title),
        here=here,
        root=root or address.root(here),
        canonical=site.url + here if here else "",
        social_card=site.url + social_card if extras.there("pictures") else "",
        kind="article" if here.startswith(("/s/", "/a/")) else "website",
        hidden=hidden,
        front=here == "/",
        nav=nav,
        feeds=saved or feeds(f"/t/{topic}/" if topic and here.startswith("/t/") else "/"),
        edition=components.at(edition) if edition else None,
        date=words.day(edition) if edition else "",
        density=density if density in DENSITIES else "standard",
        threshold=line.in_force(newsroom.store, newsroom.settings) if legend else None,
        lang=current.current().tag,
        dir=current.current().dir,
        pictures=site.pictures,
        own=_own(site.language),
        locale=formats.locale_name(site.language),
        ago="|".join(
            (_("now"), _("{n} min"), _("{n} h"), _("just now"), _("{n} min ago"), _("{n} h ago"), _("on {date}"))
        )
        .replace("{n}", "#")
        .replace("{date}", "#"),
        folder=newsroom.settings.folder,
        letter=_(subscribe.CONSENT, site=site.title) if ledger.is_set_up(newsroom.settings) else "",
        letter_url=newsroom.settings.letter.url and f"{links.site(newsroom.settings)}{links.FOLDER}",
    )


def _own(tag: str) -> Markup:
    """Return the attributes that say a language and its direction; nothing where the page is in it."""
    if tag.partition("-")[0].lower() == current.current().tag.partition("-")[0]:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(tag, language.direction(tag))


def feeds(folder: str) -> list[Feed]:
    """Return the feeds of the front page ("/") or of a topic ("/t/ai/")."""
    return [
        Feed("application/rss+xml", "RSS", folder + "feed.xml"),
        Feed("application/atom+xml", "Atom", folder + "feed.atom"),
        Feed("application/feed+json", "JSON Feed", folder + "feed.json"),
    ]

"""Issues of the newsletter for mail: as text to paste, and as feeds that mail services send on."""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import msgspec

from coranto.feeds import address
from coranto.feeds.channel import Channel, Item
from coranto.feeds.formats import FORMATS
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.web import theme
from coranto.web.document import Document, midnight
from coranto.web.page_kind import DocumentKind, PageRequest
from coranto.web.pages import days, newsletter
from coranto.web.pages.components import Link
from coranto.web.pages.newsletter import Issue
from coranto.web.pages.rows import Row

_ISSUES = uuid.UUID("c3c1a4fb-06c5-4a7e-8d6a-5d6a2f1be4d0")  # names what follows an issue's address in `urn:uuid:`
_SIGNS = re.compile(r"([\\`*_\[\]<>~|]|&(?=#?\w+;))")  # that mean something to Markdown within a line
_START = re.compile(r"^([#+-]|\d+(?=[.)]))")  # and at its beginning
_WILD = re.compile(r"[\s()<>]")


@localized
def text(newsroom: Newsroom, named: str, today: date) -> Document | None:
    """Return an issue as Markdown, which is also plain text: links are whole addresses."""
    found = _found(newsroom, named, today)
    if found is None:
        return None
    site = newsroom.settings.site.url
    parts = [f"# {_plain(found.name)}", _plain(found.layout.about)]
    parts += ["\n\n".join(_story(row, site)) for row in (*found.rows, *found.updates)]
    if found.also:
        parts.append(f"## {_('Also in this issue')}")
        parts.append("\n".join(f"- {_linked(row.title.text, site + row.path)} · {row.heat}" for row in found.also))
    parts.append(f"---\n\n{_linked(_('Read this issue on the web'), found.layout.canonical)}")
    return Document(found.text, ("\n\n".join(parts) + "\n").encode(), "text/plain")


@localized
def feed(newsroom: Newsroom, name: str, today: date) -> Document | None:
    """Return a feed of the last issues, each whole: by its file's name."""
    writer, site = FORMATS.get(name), newsroom.settings.site
    if writer is None:
        return None
    about = Channel(
        title=f"{site.title} · {_('Newsletter')}",
        description=_("The hottest stories of {site}, in an issue on each working day.", site=site.title),
        home=site.url + address.NEWSLETTER,
        address=site.url + address.NEWSLETTER + name,
        language=site.language,
    )
    known = newsletter.issues(newsroom, today)
    sent = newsletter.stored(newsroom)[: newsletter.NEWEST]
    items = [_item(newsroom, one.issue.published, newsletter.stored_issue(newsroom, one)) for one in sent]
    items += [
        _item(newsroom, datetime.combine(of, time(), UTC), _issue(newsroom, of, known))
        for of in list(known)[: newsletter.NEWEST - len(sent)]
    ]
    return Document(address.NEWSLETTER + name, writer.write(about, items), writer.TYPE)


def _issue(newsroom: Newsroom, of: date, known: dict[date, list[date]]) -> Issue:
    """Set an issue for mail: the first story names its other outlets as the others do, without their headlines."""
    found = newsletter.issue(newsroom, of, known)
    return msgspec.structs.replace(found, rows=[_named(row) for row in found.rows])


def _named(row: Row) -> Row:
    return msgspec.structs.replace(row, also=[], more=[*(Link(one.outlet, one.to) for one in row.also), *row.more])


def _found(newsroom: Newsroom, named: str, today: date) -> Issue | None:
    """Return an issue by its name in addresses; None where there is none."""
    sent = newsroom.store.get_issue(named)
    if sent is not None and sent.public:
        return newsletter.stored_issue(newsroom, sent)
    of, known = days.named(named), newsletter.issues(newsroom, today)
    return _issue(newsroom, of, known) if of in known else None


def _item(newsroom: Newsroom, at: datetime, found: Issue) -> Item:
    """Make an issue an item, which never comes again: its time is when it was put out, or when its days were over."""
    return Item(
        id=f"urn:uuid:{uuid.uuid5(_ISSUES, found.layout.canonical)}",
        url=found.layout.canonical,
        own=True,
        title=sanitize.line(found.name),
        summary=sanitize.line(" / ".join(one.text for one in newsletter.leads(found.rows))),
        content=sanitize.text(_letter(newsroom, found)),
        outlet="",
        published=at,
        changed=at,
    )


def _letter(newsroom: Newsroom, issue: Issue) -> str:
    """Set an issue as a piece of HTML that stands anywhere: its links are whole addresses."""
    return theme.of(newsroom.settings.folder).render("letter.html", v=issue, site=newsroom.settings.site.url)


def _story(row: Row, site: str) -> list[str]:
    meta = [*([_plain(row.topic.name)] if row.topic else []), row.sources, _("heat {heat}", heat=row.heat)]
    paragraphs = [f"## {_linked(row.title.text, site + row.path)}", " · ".join(meta)]
    sentence = _plain(row.sentence.text, start=True)
    paragraphs.append(f"{sentence} {_out(row.outlet)}".strip())
    if row.more:
        others = [_out(one) for one in row.more] + ([f"+{row.others}"] if row.others else [])
        paragraphs.append(f"{_('More:')} {' · '.join(others)}")
    return paragraphs


def _out(link: Link) -> str:
    return _linked(link.name, link.to) if link.to else _plain(link.name)


def _linked(name: str, to: str) -> str:
    return f"[{_plain(name)}]({_WILD.sub(lambda sign: f'%{ord(sign[0]):02X}', to)})"


def _plain(words: str, *, start: bool = False) -> str:
    """Escape a text so that Markdown shows it unchanged."""
    line = _SIGNS.sub(r"\\\1", sanitize.line(words))
    return _START.sub(lambda found: _escaped(found[0]), line) if start else line


def _escaped(sign: str) -> str:
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _feeds(newsroom: Newsroom, request: PageRequest) -> Iterator[Document]:
    """Return the feeds; another issue may be there tomorrow."""
    made = (feed(newsroom, name, request.now.date()) for name in FORMATS)
    return (msgspec.structs.replace(one, until=midnight(request.now)) for one in made if one is not None)


KINDS = (
    DocumentKind(
        name="newsletter_feeds",
        paths=tuple(f"{address.NEWSLETTER}{name}" for name in FORMATS),
        document=lambda newsroom, request: feed(newsroom, request.name, request.now.date()),
        unit="newsletter",
        files=_feeds,
    ),
    DocumentKind(
        name="issue_text",
        paths=("/newsletter/{ident}/issue.txt",),
        document=lambda newsroom, request: text(newsroom, request.ident, request.now.date()),
        unit="issue",
    ),
)

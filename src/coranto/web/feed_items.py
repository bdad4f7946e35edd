"""Records as items of feeds: each with its story's page, who tells it too, and when it last said something new."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from coranto.decide import also_told
from coranto.feeds import address
from coranto.feeds.channel import Item, Outlet, Related, Told, items
from coranto.i18n.messages import _, _n
from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.story.lead import best_first
from coranto.text.address import in_ascii
from coranto.web.pages import components

_OUTLETS = 12  # that are named


def of(newsroom: Newsroom, filed: Sequence[StoredRecord]) -> Iterator[Item]:
    """Return records as items, each with its story, and with the stories in other languages that tell the same."""
    idents = [one.article for one in filed]
    named = newsroom.store.story_ids_of(idents)
    stories = newsroom.store.get_stories(set(named.values()))
    members = newsroom.store.get_articles({m.article for story in stories.values() for m in story.members} | {*idents})
    shown = newsroom.store.get_records({story.lead for story in stories.values()})
    told = {
        one.article: _told(newsroom, story, one, members)
        for one in filed
        if (story := stories.get(named.get(one.article, "")))
        and (lead := shown.get(story.lead))
        and lead.record.published
    }
    return items(filed, _retold(newsroom, named), _dated(newsroom, filed, told))


def _told(newsroom: Newsroom, story: Story, stored: StoredRecord, members: Mapping[str, Article]) -> Told:
    """Return the story of an article: its page, the best article of each other outlet, and its last report."""
    articles = [members[one.article] for one in story.members if one.article in members]
    own = members.get(stored.article)
    seen, others = {components.outlet(own)} if own else set(), []
    for one in sorted(articles, key=best_first):
        if components.outlet(one) not in seen:
            seen.add(components.outlet(one))
            others.append(Outlet(sanitize.line(one.provider.name), in_ascii(components.out(one))))
    title = members[story.lead].title if story.lead in members else stored.record.title or ""
    page = newsroom.settings.site.url + address.story(story.id, title)
    # The lead's feed item moves with its story; another article's only with itself.
    newest = (
        [one.published for one in articles if one.published <= stored.changed] if story.lead == stored.article else []
    )
    at = stored.record.published_date_time
    updated = max([*newest, *([at] if at else [])], default=stored.changed)
    return Told(page, tuple(others), updated, _content(sanitize.line(stored.record.excerpt or ""), page, others))


def _content(excerpt: str, page: str, others: Sequence[Outlet]) -> str:
    """Return what a reader of feeds shows: the excerpt, the other outlets, and the way to the story's page."""
    parts = [Markup("<p>{}</p>").format(excerpt)] if excerpt else []
    if others:
        links = Markup(", ").join(
            Markup('<a href="{}">{}</a>').format(one.url, one.name) if one.url else one.name
            for one in others[:_OUTLETS]
        )
        more = len(others) - _OUTLETS
        says = _n("{n} more outlet tells it:", "{n} more outlets tell it:", len(others))
        parts.append(Markup("<p>{} {}{}</p>").format(says, links, f" +{more}" if more > 0 else ""))
    parts.append(Markup('<p><a href="{}">{}</a></p>').format(page, _("The story, outlet by outlet")))
    return str(Markup("").join(parts))


def _dated(newsroom: Newsroom, filed: Sequence[StoredRecord], told: dict[str, Told]) -> dict[str, Told]:
    """Return the same with later times where an outlet revised the article, or an editor decided about it."""
    overrides = newsroom.store.get_overrides(list(told))
    revised = {name: ones[-1].seen for name, ones in newsroom.store.get_revisions(list(told)).items()}
    changed = {one.article: one.changed for one in filed}
    decided = {name for name, override in overrides.items() if not override.is_blank}
    later = {name: changed[name] if name in decided else revised.get(name) for name in told}
    return {name: one.at(max(one.updated, later[name] or one.updated)) for name, one in told.items()}


def _retold(newsroom: Newsroom, named: Mapping[str, str]) -> dict[str, tuple[Related, ...]]:
    """Return by article the pages of the stories in other languages that tell the same."""
    site = newsroom.settings.site.url
    pages = {
        story: tuple(
            Related(
                site + address.story(one.link.other, one.lead.title),
                one.link.languages[1],
                sanitize.line(one.lead.title),
            )
            for one in those
        )
        for story, those in also_told.retellings(newsroom.store, set(named.values())).items()
    }
    return {article: pages[story] for article, story in named.items() if story in pages}

"""The stories that an issue of the newsletter may tell: what is published now and was in the last days."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from coranto.feeds import address
from coranto.model.article import Article
from coranto.model.change import StoredRecord
from coranto.model.newsletter import IssueStory
from coranto.model.search import SearchFilter
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.record import sanitize
from coranto.story.lead import best_first
from coranto.text import sentence

_PAGE = 250  # records read at once
_OUTLETS = 4  # other outlets that are named
_LINE = 200  # letters of the sentence under a headline


def candidates(newsroom: Newsroom, since: datetime, until: datetime, topic: str = "") -> list[IssueStory]:
    """Return the published stories whose lead was published in this time, with the ``topic`` (an id) if given."""
    filed = {one.article: one for one in _records(newsroom, since, until, topic)}
    named = newsroom.store.story_ids_of(filed)
    stories = newsroom.store.get_stories(set(named.values()))
    articles = newsroom.store.get_articles(
        set(filed) | {member.article for story in stories.values() for member in story.members}
    )
    found: dict[str, IssueStory] = {}
    for name, record in filed.items():
        story = stories.get(named.get(name, ""))
        leads = story is None or story.lead == name or story.lead not in filed
        key = story.id if story else name
        if name in articles and leads and (key not in found or found[key].heat < (record.record.heat or 0)):
            found[key] = _story(newsroom, articles[name], record, story, articles)
    return list(found.values())


def heirs(newsroom: Newsroom, names: set[str]) -> dict[str, str]:
    """Map the ids of stories to those of the stories that they became part of, or are."""
    return {name: story.id for name, story in newsroom.store.get_stories(names).items()}


def _records(newsroom: Newsroom, since: datetime, until: datetime, topic: str) -> Iterator[StoredRecord]:
    known = newsroom.taxonomy.by_id.get(topic)
    within = SearchFilter(after=since, before=until, topics=(known.name,) if known else ())
    after: tuple[datetime, str] | None = None
    while page := newsroom.store.page_of_records(within, after, _PAGE):
        yield from page
        last = page[-1]
        if len(page) < _PAGE or last.record.published_date_time is None:
            return
        after = (last.record.published_date_time, last.article)


def _story(
    newsroom: Newsroom, lead: Article, record: StoredRecord, story: Story | None, articles: Mapping[str, Article]
) -> IssueStory:
    members = [articles[one.article] for one in story.members if one.article in articles] if story else [lead]
    others = {one.provider.domain: one for one in sorted(members, key=best_first, reverse=True)}
    others.pop(lead.provider.domain, None)
    named = sorted(others.values(), key=best_first)
    subject = max(
        lead.topics,
        key=lambda match: (bool(match.keywords), len(newsroom.taxonomy.parents(match.name))),
        default=None,
    )
    shown = subject is not None and subject.id in newsroom.taxonomy.by_id and address.plain(subject.id)
    return IssueStory(
        story=story.id if story else lead.id,
        article=lead.id,
        title=sanitize.line(lead.title),
        line=sentence.first(sanitize.line(lead.excerpt), _LINE),
        path=address.story(story.id, lead.title) if story else address.article(lead.id),
        url=address.outbound(lead.web_url) or address.outbound(lead.url),
        outlet=sanitize.line(lead.provider.name),
        outlets=tuple(
            (sanitize.line(one.provider.name), address.outbound(one.web_url) or address.outbound(one.url))
            for one in named[:_OUTLETS]
        ),
        domains=(lead.provider.domain, *(one.provider.domain for one in named)),
        topic=subject.name if subject else "",
        topic_path=address.topic(subject.id) if shown and subject else "",
        topics=tuple(match.name for match in lead.topics),
        heat=max(record.record.heat or 0, 0),
        published=lead.published,
        language=lead.language,
    )

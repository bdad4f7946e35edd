"""Which stories have a page."""

from collections.abc import Sequence

from coranto.feeds import address
from coranto.model.story import Story
from coranto.newsroom import Newsroom


def has_page(newsroom: Newsroom, story: Story) -> bool:
    """Whether a story has a page: one of its articles is published."""
    filed = newsroom.store.get_records([member.article for member in story.members])
    return any(one.record.published for one in filed.values()) and bool(newsroom.store.get_articles([story.lead]))


def pages_of(newsroom: Newsroom, articles: Sequence[str]) -> dict[str, str]:
    """Return the paths of the pages of articles' stories by article id; those of stories without a page are left out.

    Only the leads' records are read: the pages are those of stories that are published by their leads.
    """
    named = newsroom.store.story_ids_of(articles)
    stories = newsroom.store.get_stories(set(named.values()))
    leads = {story.lead for story in stories.values()}
    kept, known = newsroom.store.get_records(leads), newsroom.store.get_articles(leads)
    paths = {
        ident: address.story(story.id, known[story.lead].title)
        for ident, story in stories.items()
        if story.lead in known and story.lead in kept and kept[story.lead].record.published
    }
    return {article: paths[story] for article, story in named.items() if story in paths}

"""Which stories have a page."""

from coranto.model.story import Story
from coranto.newsroom import Newsroom


def has_page(newsroom: Newsroom, story: Story) -> bool:
    """Whether a story has a page: one of its articles is published."""
    filed = newsroom.store.get_records([member.article for member in story.members])
    return any(one.record.published for one in filed.values()) and bool(newsroom.store.get_articles([story.lead]))

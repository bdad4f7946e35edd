"""A whole edition in one go: judge, group, decide, and write the records of a list of articles."""

from collections.abc import Iterator, Sequence
from typing import Any

from coranto.decide import compose
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.record import build, frontmatter, slug
from coranto.run.assemble import judged
from coranto.story import lead, shift
from coranto.story.cluster import Clusterer
from coranto.topic.taxonomy import Taxonomy


def write_records(
    drafts: Sequence[tuple[tuple[str, ...], Article]], settings: Settings, taxonomy: Taxonomy
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Make the records of a list of articles.

    Parameters
    ----------
    drafts : sequence of (topics, Article)
        In any order; they arrive in the order of their dates. Of two with one address the first counts.
    settings : Settings
        The rules.
    taxonomy : Taxonomy
        The topics.

    Yields
    ------
    path : str
        ``_news/…md``.
    text : str
        The file.
    summary : dict
        path, id, story, lead, quality, heat, published, decision.

    """
    articles: dict[str, Article] = {}
    for named, unjudged in sorted(drafts, key=lambda pair: pair[1].published):
        articles.setdefault(unjudged.id, judged(unjudged, named, taxonomy, settings))
    stories = group(articles, settings)
    home = {member.article: story for story in stories.values() for member in story.members}
    taken: set[str] = set()
    for article in articles.values():
        story = home[article.id]
        beyond = [other for other in stories.values() if any(n.article == article.id for n in other.near)]
        verdict, related = compose.compose(article, story, beyond, articles, settings)
        path = slug.path(article, taken.__contains__)
        taken.add(path)
        text = frontmatter.emit(build.make(article, verdict, related, settings))
        yield (
            path,
            text,
            {
                "path": path,
                "url": article.url,
                "story": story.id,
                "lead": story.lead == article.id,
                "quality": article.quality,
                "heat": verdict.heat,
                "published": verdict.published,
                "decision": verdict.sentence,
            },
        )


def group(articles: dict[str, Article], settings: Settings) -> dict[str, Story]:
    """Group articles in their order; stories by id, each with its lead."""
    clusterer, stories = Clusterer(settings.stories), dict[str, Story]()
    for article in articles.values():
        stories |= shift.shift(article.id, clusterer.place(shift.item(article)), stories)
    return {
        name: Story(
            id=name,
            lead=lead.choose([articles[member.article] for member in story.members]),
            members=story.members,
            near=story.near,
        )
        for name, story in stories.items()
        if story.members
    }

"""Batch: judge, group and decide a list of articles, and build their records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coranto.decide import compose, leading, line
from coranto.feeds import explanation_json
from coranto.i18n.wording import say
from coranto.model.article import Article
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.record import build, frontmatter, slug
from coranto.run.assemble import judged
from coranto.score import quality
from coranto.story import apply_placement
from coranto.story.cluster import Clusterer
from coranto.topic.taxonomy import Taxonomy


def write_records(
    drafts: Sequence[tuple[tuple[str, ...], Article]], settings: Settings, taxonomy: Taxonomy
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Build the records of a list of articles.

    Parameters
    ----------
    drafts : sequence of (topics, Article)
        In any order; they are processed by date. Of two with the same address the first one counts.
    settings : Settings
        The settings that judge and decide.
    taxonomy : Taxonomy
        The topics.

    Yields
    ------
    path : str
        ``_news/…md``.
    text : str
        The content of the file.
    summary : dict
        path, url, story, lead, quality, heat, published, decision (in words) and its reason.

    """
    articles: dict[str, Article] = {}
    signals = quality.PROFILES[settings.profile]
    for named, unjudged in sorted(drafts, key=lambda pair: pair[1].published):
        articles.setdefault(unjudged.id, judged(unjudged, named, taxonomy, settings, signals))
    stories = group(articles, settings)
    settings = _with_line(stories, articles, settings)
    home = {member.article: story for story in stories.values() for member in story.members}
    taken, numbers = set[str](), dict[str, int]()
    for article in articles.values():
        story = home[article.id]
        beyond = [other for other in stories.values() if any(n.article == article.id for n in other.near)]
        decided, related = compose.compose(article, story, beyond, articles, settings)
        path = slug.path(article, lambda _: taken, numbers)
        taken.add(path)
        text = frontmatter.emit(build.make(article, decided, related, settings))
        yield (
            path,
            text,
            {
                "path": path,
                "url": article.url,
                "story": story.id,
                "lead": story.lead == article.id,
                "quality": article.quality,
                "heat": decided.heat,
                "published": decided.published,
                "decision": say(decided.reason),
                "reason": explanation_json.reason(decided.reason),
            },
        )


def _with_line(stories: Mapping[str, Story], articles: Mapping[str, Article], settings: Settings) -> Settings:
    """Return the settings with the publication line of these stories on the day of the last article."""
    if not articles:
        return settings
    today = max(one.published for one in articles.values()).date()
    return line.with_line(settings, line.draw(stories.values(), articles, settings, today))


def group(articles: dict[str, Article], settings: Settings) -> dict[str, Story]:
    """Group articles in order; return stories by id, each with its lead."""
    clusterer, stories = Clusterer(settings.stories), dict[str, Story]()
    for article in articles.values():
        stories |= apply_placement.apply_placement(article.id, clusterer.place(apply_placement.item(article)), stories)
    return {
        name: Story(
            id=name,
            lead=leading.choose([articles[member.article] for member in story.members], settings),
            members=story.members,
            near=story.near,
        )
        for name, story in stories.items()
        if story.members
    }

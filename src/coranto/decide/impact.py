"""What a change brings with it: who leads a story now, what heat it has, whose records are made anew."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from coranto import errors
from coranto.decide import decision
from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.change import ArticleChange, LeadAndHeat
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.newsroom import Newsroom
from coranto.story import lead


def lead_and_heat(story: Story, articles: Mapping[str, Article], settings: Settings) -> LeadAndHeat:
    """Choose a story's lead and sum up its heat without readers."""
    members = [articles[member.article] for member in story.members if member.article in articles]
    if not members:
        raise errors.StoreError(f"story {story.id} names articles that the store does not have; run `coranto doctor`")
    first = articles[lead.choose(members)]
    told = decision.related(first, members, settings)
    return LeadAndHeat(
        story=story.id, lead=first.id, heat=rank.total(rank.parts(first.quality, len(told), 0, settings))
    )


def affected_articles(
    article: Article, stories: Iterable[Story], articles: Mapping[str, Article], settings: Settings
) -> set[str]:
    """Name the articles whose record an arrival may change.

    All members of the stories it touched within the related window; in a story so large that the newcomer stands on
    nobody's list, only those that lead or led it.
    """
    reach, limit = timedelta(days=settings.stories.related_days), settings.stories.related_limit
    names = {article.id}
    for story in stories:
        members = [articles[member.article] for member in story.members if member.article in articles]
        names |= {story.lead, *(neighbour.article for neighbour in story.near[-limit:])} & articles.keys()
        if members:
            names.add(lead.choose(members))
        better = sum(1 for other in members if other.quality >= article.quality and other.id != article.id)
        if better <= limit:
            names |= {other.id for other in members if abs(other.published - article.published) <= reach}
    return names


def article_change(newsroom: Newsroom, old: Article, new: Article) -> ArticleChange:
    """Give what is to be saved of an article that is not what it was; its place among the stories stays."""
    store, name = newsroom.store, old.id
    home = store.story_ids_of([name])[name]
    own = store.get_stories([home])[home]
    stories = [own, *store.get_stories(store.near_story_ids(name)).values()]
    ids = {member.article for story in stories for member in story.members}
    ids |= {neighbour.article for story in stories for neighbour in story.near}
    articles = store.get_articles(ids) | {name: new}
    return ArticleChange(
        article=new,
        members=tuple((home, member) for member in own.members if member.article == name),
        standings=(lead_and_heat(own, articles, newsroom.settings),),
        dirty=tuple(
            sorted({d for one in (old, new) for d in affected_articles(one, stories, articles, newsroom.settings)})
        ),
    )

"""What a change brings with it: who leads a story now, what heat it has, whose records are made anew."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from coranto import errors
from coranto.desk import Desk
from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.filing import Filing, Standing
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.publish import decide
from coranto.story import lead


def standing(story: Story, people: Mapping[str, Article], settings: Settings) -> Standing:
    """Choose a story's lead and sum up its heat without readers."""
    members = [people[member.article] for member in story.members if member.article in people]
    if not members:
        raise errors.StoreError(f"story {story.id} names articles that the store does not have; run `coranto doctor`")
    first = people[lead.choose(members)]
    told = decide.related(first, members, settings)
    return Standing(story=story.id, lead=first.id, heat=rank.total(decide.summands(first, told, 0, settings)))


def dirty(article: Article, stories: Iterable[Story], people: Mapping[str, Article], settings: Settings) -> set[str]:
    """Name the articles whose record an arrival may change.

    All members of the stories it touched within the related window; in a story so large that the newcomer stands on
    nobody's list, only those that lead or led it.
    """
    reach, limit = timedelta(days=settings.stories.related_days), settings.stories.related_limit
    names = {article.id}
    for story in stories:
        members = [people[member.article] for member in story.members if member.article in people]
        names |= {story.lead, *(neighbour.article for neighbour in story.near[-limit:])} & people.keys()
        if members:
            names.add(lead.choose(members))
        better = sum(1 for other in members if other.quality >= article.quality and other.id != article.id)
        if better <= limit:
            names |= {other.id for other in members if abs(other.published - article.published) <= reach}
    return names


def changed(desk: Desk, old: Article, new: Article) -> Filing:
    """Give what is to be saved of an article that is not what it was; its place among the stories stays."""
    store, name = desk.store, old.id
    home = store.story_of([name])[name]
    own = store.stories([home])[home]
    stories = [own, *store.stories(store.near_of(name)).values()]
    ids = {member.article for story in stories for member in story.members}
    ids |= {neighbour.article for story in stories for neighbour in story.near}
    people = store.articles(ids) | {name: new}
    return Filing(
        article=new,
        members=tuple((home, member) for member in own.members if member.article == name),
        standings=(standing(own, people, desk.settings),),
        dirty=tuple(sorted({d for one in (old, new) for d in dirty(one, stories, people, desk.settings)})),
    )

"""The impact of a change: a story's new lead and heat, and the records to build again."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from coranto import errors
from coranto.decide import decision, leading
from coranto.heat import rank
from coranto.model.article import Article
from coranto.model.change import ArticleChange, LeadAndHeat
from coranto.model.settings import Settings
from coranto.model.story import Story
from coranto.score import rules
from coranto.store.protocol import Store
from coranto.story import account


def chosen_leads(store: Store, articles: Iterable[str]) -> dict[str, int]:
    """Return the articles that editors chose to lead, each with the number of the edit; the highest number wins.

    An imported record that is not published has -1: it leads only where there is nothing else, so that it withholds
    no story.
    """
    names = list(articles)
    chosen = {article: override.lead for article, override in store.get_overrides(names).items() if override.lead}
    return dict.fromkeys(store.withheld_import_ids(names), -1) | chosen


def lead_and_heat(
    story: Story, articles: Mapping[str, Article], settings: Settings, chosen: Mapping[str, int] | None = None
) -> LeadAndHeat:
    """Choose a story's lead and add up the heat that does not change with time (``decision.lasting``).

    ``chosen`` are the leads that editors chose.

    A story whose articles are all hidden keeps its lead and has no heat.
    """
    if not story.members and story.lead:
        return LeadAndHeat(story=story.id, lead=story.lead, heat=rank.COLD)
    members = [articles[member.article] for member in story.members if member.article in articles]
    if not members:
        raise errors.StoreError(f"story {story.id} names articles that the store does not have; run `coranto doctor`")
    kinds = account.kinds(members) if settings.profile == "subject" and len(members) > 1 else None
    first = articles[leading.choose(members, settings, chosen, kinds)]
    counted = decision.related(first, members, settings)
    whole = len(counted) + 1 == len(members) and not any(map(rules.is_silent, members))
    summands = decision.summands(first, counted, 0, settings, kinds if whole else None)
    return LeadAndHeat(story=story.id, lead=first.id, heat=decision.lasting(summands, settings))


def affected_articles(
    article: Article,
    stories: Iterable[Story],
    articles: Mapping[str, Article],
    settings: Settings,
    chosen: Mapping[str, int] | None = None,
    leads: Mapping[str, str] | None = None,
) -> set[str]:
    """Return the ids of the articles whose records an arrival may change.

    These are all members of the changed stories within the related window. In a story so large that the new article
    is on no list, only the present and former lead. If the lead changed, all members, because their decisions name
    it. And the near articles, which list the new one. ``leads`` are the stories' leads by id, where they are chosen
    already.
    """
    reach, limit = timedelta(days=settings.stories.related_days), settings.stories.related_limit
    names = {article.id}
    for story in stories:
        members = [articles[member.article] for member in story.members if member.article in articles]
        names |= {story.lead} & articles.keys()
        names |= {neighbour.article for neighbour in story.near}
        first = (leads or {}).get(story.id) or (leading.choose(members, settings, chosen) if members else story.lead)
        if first == article.id or first != story.lead:  # the decisions of all members name the lead
            names |= {member.id for member in members}
        better = sum(1 for other in members if other.quality >= article.quality and other.id != article.id)
        if better <= limit:
            names |= {other.id for other in members if abs(other.published - article.published) <= reach}
    return names


def article_change(store: Store, settings: Settings, old: Article, new: Article) -> ArticleChange:
    """Return the change that saves an edited or rejudged article; it stays in its story."""
    name = old.id
    home = store.story_ids_of([name])[name]
    own = store.get_stories([home])[home]
    stories = [own, *store.get_stories(store.near_story_ids(name)).values()]
    ids = {member.article for story in stories for member in story.members}
    ids |= {neighbour.article for story in stories for neighbour in story.near}
    articles = store.get_articles(ids) | {name: new}
    chosen = chosen_leads(store, articles)
    return ArticleChange(
        article=new,
        members=tuple((home, member) for member in own.members if member.article == name),
        standings=(lead_and_heat(own, articles, settings, chosen),),
        dirty=tuple(
            sorted(
                {d for version in (old, new) for d in affected_articles(version, stories, articles, settings, chosen)}
            )
        ),
    )

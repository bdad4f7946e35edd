"""Everything known about one article, in the words of the rules that decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.decide import decision as decide
from coranto.dedupe import reprint
from coranto.heat import rank
from coranto.model.article import Article, Reprint, TopicMatch
from coranto.model.edit import StoryEdit
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.model.story import Member, Neighbour
from coranto.store.protocol import Store


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The account of an article: what was found, what it was worth, where it belongs, what became of it.

    ``members`` and ``near`` are of its story, best quality first, the article itself among the members; ``parts`` add
    up to ``quality`` and ``heat_parts`` to ``heat`` (there are none where it does not lead). ``reprints`` are prints of
    its text by others, which are no articles of their own.
    """

    article: Article
    found: tuple[str, ...]
    topics: tuple[TopicMatch, ...]
    quality: int
    parts: tuple[ScorePart, ...]
    story: str | None
    lead: str | None
    members: tuple[tuple[Article, Member], ...]
    near: tuple[tuple[Article, Neighbour], ...]
    near_to: tuple[tuple[str, Article, Neighbour], ...]
    heat: int
    heat_parts: tuple[ScorePart, ...]
    readers: int
    published: bool
    rule: str
    decision: str
    path: str | None
    reprints: tuple[Reprint, ...] = ()
    verdicts: tuple[StoryEdit, ...] = ()  # what people said of its story
    original: str = ""  # which of the prints is the original, and why; empty where there is one print


def explain(
    store: Store, settings: Settings, article: str, now: datetime, own: dict[str, int] | None = None
) -> Explanation | None:
    """Explain an article as the store knows it now.

    Parameters
    ----------
    store : Store
        Where everything is remembered.
    settings : Settings
        For the rules.
    article : str
        Its id.
    now : datetime
        For readers of today and yesterday.
    own : dict, optional
        Topics' own thresholds by name.

    Returns
    -------
    Explanation or None
        None where there is no such article.

    """
    with store.transaction():  # one account, of one state
        return _explain(store, settings, article, now, own)


def _explain(
    store: Store, settings: Settings, article: str, now: datetime, own: dict[str, int] | None
) -> Explanation | None:
    subject = store.get_articles([article]).get(article)
    if subject is None:
        return None
    story_id = store.story_ids_of([article]).get(article)
    story = store.get_stories([story_id]).get(story_id) if story_id else None
    beyond = store.get_stories(store.near_story_ids(article))
    ids = {m.article for m in story.members} | {n.article for n in story.near} if story else set()
    articles = store.get_articles(ids | {s.lead for s in beyond.values()} | {article})
    members = tuple((articles[m.article], m) for m in story.members if m.article in articles) if story else ()
    near = tuple((articles[n.article], n) for n in story.near if n.article in articles) if story else ()
    lead = articles.get(story.lead, subject) if story else subject
    readers = store.reader_counts([article], days(now)).get(article, 0)
    verdict = decide.decide(
        subject,
        lead,
        len(decide.related(subject, [one for one, _ in members], settings)),
        readers,
        settings,
        own=own,
        ruling=store.get_overrides([article]).get(article),
    )
    filed = store.get_records([article]).get(article)
    if story is None and filed is not None:
        verdict = decide.imported(filed.record)
    return Explanation(
        article=subject,
        found=_found(store, subject),
        topics=subject.topics,
        quality=subject.quality,
        parts=subject.parts,
        story=story.id if story else None,
        lead=lead.id if story else None,
        members=tuple(sorted(members, key=lambda pair: (-pair[0].quality, pair[0].published, pair[0].id))),
        near=tuple(sorted(near, key=lambda pair: (-pair[1].score, pair[0].id))),
        near_to=tuple(
            (other.id, articles[other.lead], next(n for n in other.near if n.article == article))
            for other in beyond.values()
            if other.lead in articles and any(n.article == article for n in other.near)
        ),
        heat=verdict.heat,
        heat_parts=verdict.parts,
        readers=readers,
        published=verdict.published,
        rule=verdict.rule,
        decision=verdict.sentence,
        path=filed.path if filed else None,
        reprints=(reprints := tuple(store.get_reprints([article]).get(article, ()))),
        original=_original(subject, reprints),
        verdicts=tuple(store.edits_of_stories([story_id])) if story_id else (),
    )


def _original(article: Article, reprints: Sequence[Reprint]) -> str:
    """Say whose the article is, where several have printed it."""
    prints: list[Article | Reprint] = [article, *reprints]
    place, why = reprint.original([reprint.seen(one) for one in prints])
    return f"{prints[place].provider.name} has the original: {why}" if reprints else ""


def edit_sentence(one: StoryEdit) -> str:
    """Tell of what a person said of a story."""
    if one.kind == "merge":
        what = f"{one.other if one.made == one.story else one.story} was merged into {one.made or 'another'}"
    else:
        count = "one article was" if len(one.articles) == 1 else f"{len(one.articles)} articles were"
        what = f"{count} split off {one.story}" + (f" as {one.made}" if one.made else "")
    doing = "" if one.made else f"; not done: {one.trouble}" if one.trouble else "; not yet carried out"
    return f"{one.at:%Y-%m-%d %H:%M} UTC, by an editor: {what}{doing}" + (f" ({one.why})" if one.why else "")


def was_split_off(told: Explanation, article: str) -> bool:
    """Whether a person put an article into the story, away from another."""
    return any(one.kind == "split" and one.made == told.story and article in one.moved for one in told.verdicts)


def days(now: datetime) -> tuple[str, str]:
    """Give today and yesterday as UTC days: those whose readers count."""
    return now.strftime("%Y-%m-%d"), (now - timedelta(days=1)).strftime("%Y-%m-%d")


def _found(store: Store, article: Article) -> tuple[str, ...]:
    seen_in = store.get_appearances(article.id)
    named = store.get_sources({source for _, source, _ in seen_in if source})
    titles = {source.id: source.title or source.url for source in named}
    return tuple(
        f"{seen:%Y-%m-%d %H:%M} UTC in {titles.get(source or '', 'a source no longer read') if source else 'an import'}"
        f" as {url}"
        for url, source, seen in seen_in
    )


def heat_line(parts: tuple[ScorePart, ...]) -> str:
    """Write a sum as people do: ``quality 58 + related 30 = 88``."""
    if not parts:
        return str(rank.COLD)
    terms = "".join(
        f"{part.name} {part.points}" if not n else f" {'+' if part.points >= 0 else '-'} {part.name} {abs(part.points)}"
        for n, part in enumerate(parts)
    )
    return f"{terms} = {rank.total(parts)}"

"""Everything known about one article, in the words of the rules that decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.dedupe import reprint
from coranto.heat import rank
from coranto.model.article import Article, Reprint, TopicMatch
from coranto.model.quality import Part
from coranto.model.settings import Settings
from coranto.model.story import Member, Neighbour
from coranto.model.verdict import Verdict
from coranto.publish import decide, line
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
    parts: tuple[Part, ...]
    story: str | None
    lead: str | None
    members: tuple[tuple[Article, Member], ...]
    near: tuple[tuple[Article, Neighbour], ...]
    near_to: tuple[tuple[str, Article, Neighbour], ...]
    heat: int
    heat_parts: tuple[Part, ...]
    readers: int
    published: bool
    rule: str
    decision: str
    path: str | None
    reprints: tuple[Reprint, ...] = ()
    verdicts: tuple[Verdict, ...] = ()  # what people said of its story
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
    with store.at_once():  # one account, of one state
        return _explain(store, settings, article, now, own)


def _explain(
    store: Store, settings: Settings, article: str, now: datetime, own: dict[str, int] | None
) -> Explanation | None:
    subject = store.articles([article]).get(article)
    if subject is None:
        return None
    story_id = store.story_of([article]).get(article)
    story = store.stories([story_id]).get(story_id) if story_id else None
    beyond = store.stories(store.near_of(article))
    ids = {m.article for m in story.members} | {n.article for n in story.near} if story else set()
    people = store.articles(ids | {s.lead for s in beyond.values()} | {article})
    members = tuple((people[m.article], m) for m in story.members if m.article in people) if story else ()
    near = tuple((people[n.article], n) for n in story.near if n.article in people) if story else ()
    lead = people.get(story.lead, subject) if story else subject
    readers = store.readers([article], days(now)).get(article, 0)
    filed = store.records([article]).get(article)
    verdict = decide.decide(
        subject,
        lead,
        decide.related(subject, [one for one, _ in members], settings),
        readers,
        line.known(store, settings),
        own=own,
        ruling=store.rulings([article]).get(article),
        was=bool(filed and filed.record.published),
    )
    if story is None and filed is not None:
        verdict = decide.taken_over(filed.record)
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
            (other.id, people[other.lead], next(n for n in other.near if n.article == article))
            for other in beyond.values()
            if other.lead in people and any(n.article == article for n in other.near)
        ),
        heat=verdict.heat,
        heat_parts=verdict.parts,
        readers=readers,
        published=verdict.published,
        rule=verdict.rule,
        decision=verdict.sentence,
        path=filed.path if filed else None,
        reprints=(reprints := tuple(store.reprints([article]).get(article, ()))),
        original=_original(subject, reprints),
        verdicts=tuple(store.verdicts_on([story_id])) if story_id else (),
    )


def _original(article: Article, reprints: Sequence[Reprint]) -> str:
    """Say whose the article is, where several have printed it."""
    prints: list[Article | Reprint] = [article, *reprints]
    place, why = reprint.original([reprint.seen(one) for one in prints])
    return f"{prints[place].provider.name} has the original: {why}" if reprints else ""


def ruled(one: Verdict) -> str:
    """Tell of what a person said of a story."""
    if one.kind == "merge":
        what = f"{one.other if one.made == one.story else one.story} was merged into {one.made or 'another'}"
    else:
        count = "one article was" if len(one.articles) == 1 else f"{len(one.articles)} articles were"
        what = f"{count} split off {one.story}" + (f" as {one.made}" if one.made else "")
    doing = "" if one.made else f"; not done: {one.trouble}" if one.trouble else "; not yet carried out"
    return f"{one.at:%Y-%m-%d %H:%M} UTC, by an editor: {what}{doing}" + (f" ({one.why})" if one.why else "")


def split_off(told: Explanation, article: str) -> bool:
    """Whether a person put an article into the story, away from another."""
    return any(one.kind == "split" and one.made == told.story and article in one.moved for one in told.verdicts)


def days(now: datetime) -> tuple[str, str]:
    """Give today and yesterday as UTC days: those whose readers count."""
    return now.strftime("%Y-%m-%d"), (now - timedelta(days=1)).strftime("%Y-%m-%d")


def _found(store: Store, article: Article) -> tuple[str, ...]:
    seen_in = store.appearances(article.id)
    named = store.sources({source for _, source, _ in seen_in if source})
    titles = {source.id: source.title or source.url for source in named}
    return tuple(
        f"{seen:%Y-%m-%d %H:%M} UTC in {titles.get(source or '', 'a source no longer read') if source else 'an import'}"
        f" as {url}"
        for url, source, seen in seen_in
    )


def heat_line(parts: tuple[Part, ...]) -> str:
    """Write a sum as people do: ``quality 58 + related 30 = 88``."""
    if not parts:
        return str(rank.COLD)
    terms = "".join(
        f"{part.name} {part.points}" if not n else f" {'+' if part.points >= 0 else '-'} {part.name} {abs(part.points)}"
        for n, part in enumerate(parts)
    )
    return f"{terms} = {rank.total(parts)}"

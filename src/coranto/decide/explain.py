"""Everything known about one article: facts, sums and the reasons of the rules that decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from coranto.decide import also_told, edits, override
from coranto.decide import decision as decide
from coranto.decide.also_told import Retelling
from coranto.dedupe import reprint
from coranto.heat import in_lists, rank
from coranto.heat import subject as subject_heat
from coranto.i18n import wording
from coranto.model.article import Article, Reprint, TopicMatch
from coranto.model.change import StoredRecord
from coranto.model.decision import Decision
from coranto.model.edit import StoryEdit, standing
from coranto.model.reason import Reason, Value
from coranto.model.revision import Revision
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.model.sourcing import Account, Told
from coranto.model.story import Member, Neighbour
from coranto.store.protocol import Store
from coranto.story import account, merit
from coranto.story.lead import best_first
from coranto.text import secret_address

_COUNTED = ("threshold", "editor")  # rules whose heat is a sum of this newsroom


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The explanation of an article: where it was found, its quality, its story, and the decision about it.

    ``members`` and ``near`` are those of its story, best quality first, including the article itself. ``parts`` add
    up to ``quality`` and ``heat_parts`` to ``heat`` (empty if it is not the lead). ``reprints`` are copies of
    its text by other outlets, which are not articles of their own. ``published``, ``rule`` and ``decision`` are as
    stored; so is the heat, except for readers and (in the subject profile) freshness, which are those of
    now, as in lists.
    """

    article: Article
    found: tuple[Reason, ...]
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
    decision: Reason
    path: str | None
    reprints: tuple[Reprint, ...] = ()
    story_edits: tuple[StoryEdit, ...] = ()  # of its story; ``edits`` are of the article
    account: Account = Account()  # who reported its story first, who cites, who copies
    original: Reason | None = None  # which copy is the original; None if there are no reprints
    edits: tuple[Reason, ...] | msgspec.UnsetType = msgspec.UNSET  # editors' decisions; absent if there are none
    revisions: tuple[Revision, ...] = ()  # what outlets changed in the articles of its story, earliest first
    until: datetime | None = None  # when the heat may fade further; None if it stays
    also_told: tuple[Retelling, ...] = ()  # published stories of other languages that tell the same, best first


def explain(store: Store, article: str, now: datetime, settings: Settings | None = None) -> Explanation | None:
    """Return the explanation of an article from the store's present state, with the stored decision.

    Parameters
    ----------
    store : Store
        The newsroom's store.
    article : str
        The article's id.
    now : datetime
        Readers of today and yesterday are counted.
    settings : Settings, optional
        In the subject profile, heat fades until ``now``, as in lists.

    Returns
    -------
    Explanation or None
        None if the article does not exist.

    """
    with store.transaction():  # one consistent state
        return _explain(store, article, now, settings)


def _explain(store: Store, article: str, now: datetime, settings: Settings | None) -> Explanation | None:
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
    cookieless = in_lists.cookieless(settings) if settings else 1
    readers = store.reader_counts([article], days(now), cookieless).get(article, 0)
    filed = store.get_records([article]).get(article)
    decided = _decision(store, article, filed)
    counted = decided.rule in _COUNTED and decided.profile == "classic"  # the subject profile caps readers
    heat_parts, until = decided.parts, None
    if counted and decided.parts:
        heat_parts = rank.with_readers(decided.parts, readers)
    elif settings and decided.profile == settings.profile == "subject" and members and decided.parts:
        age = (now - max(member.published for member, _ in members)) / timedelta(hours=1)
        heat_parts = subject_heat.with_time(decided.parts, age, readers, settings)
        until = now + timedelta(hours=1) if age < settings.publish.fresh_hours else None
    printed = store.get_reprints({article, *(member.id for member, _ in members)})
    return Explanation(
        article=subject,
        found=_found(store, subject),
        topics=subject.topics,
        quality=subject.quality,
        parts=subject.parts,
        story=story.id if story else None,
        lead=lead.id if story else None,
        members=tuple(sorted(members, key=lambda pair: best_first(pair[0]))),
        near=tuple(sorted(near, key=lambda pair: (-pair[1].score, pair[0].id))),
        near_to=tuple(
            (other.id, articles[other.lead], next(n for n in other.near if n.article == article))
            for other in beyond.values()
            if other.lead in articles and any(n.article == article for n in other.near)
        ),
        heat=rank.total(heat_parts) if heat_parts else decided.heat,
        heat_parts=heat_parts,
        readers=readers,
        published=decided.published,
        rule=decided.rule,
        decision=decided.reason,
        path=filed.path if filed and not override.is_hidden(store, article) else None,  # hidden: no file
        account=account.tell(
            [member for member, _ in members], (one.provider.domain for prints in printed.values() for one in prints)
        ),
        reprints=(reprints := tuple(printed.get(article, ()))),
        original=_original(subject, reprints),
        story_edits=tuple(one.public() for one in standing(store.edits_of_stories([story_id]))) if story_id else (),
        edits=edits.reasons(store, article) or msgspec.UNSET,
        revisions=_revisions(store, [article, *(one.id for one, _ in members)]),
        until=until,
        also_told=tuple(also_told.retellings(store, [story_id]).get(story_id, ())) if story_id else (),
    )


def merits(explained: Explanation, settings: Settings) -> dict[str, tuple[ScorePart, ...]]:
    """Return the parts of each member's merit, by which it competes for the lead; empty in the classic profile."""
    if settings.profile != "subject":
        return {}
    kinds = {part.article: part.kind for part in explained.account.told}
    return merit.merits([member for member, _ in explained.members], kinds, settings)


def told(part: Told) -> Reason:
    """Return what an article is to its story as a reason."""
    if part.kind == "own":
        return Reason("told.own")
    named: dict[str, Value] = {"outlet": part.outlet}
    if part.kind == "cites":
        return Reason("told.cites", named) if part.outlet else Reason("told.cites_media")
    return Reason("told.copies", named) if part.outlet else Reason("told.copies_another")


def _decision(store: Store, article: str, filed: StoredRecord | None) -> Decision:
    """Return the stored decision; without one, that of the record; without a record, an undecided one."""
    if filed is None:
        return decide.undecided()
    if store.imported_ids([article]):
        return decide.imported(filed.record)
    return store.get_decisions([article]).get(article) or decide.recorded(filed.record)


def _revisions(store: Store, articles: Sequence[str]) -> tuple[Revision, ...]:
    found = (one for those in store.get_revisions(articles).values() for one in those)
    return tuple(sorted(found, key=lambda one: one.number))


def _original(article: Article, reprints: Sequence[Reprint]) -> Reason | None:
    """Return which outlet has the original; None if there are no reprints."""
    if not reprints:
        return None
    why = reprint.original(reprint.seen(article), [reprint.seen(copy) for copy in reprints])
    return Reason("original.outlet", {"outlet": article.provider.name}, (why,))


def deed(edit: StoryEdit) -> Reason:
    """Return an edit of a story as a reason: what, when, its result, and why in the editor's own words."""
    if edit.kind == "merge":
        story, into = edit.other if edit.made == edit.story else edit.story, edit.made
        done = Reason("edit.merged", {"story": story})
        if into:
            done = Reason("edit.merged_into", {"story": story, "other": into})
    elif edit.kind == "move":
        done = Reason("edit.moved", {"story": edit.story, "other": edit.other})
    else:
        facts: dict[str, Value] = {"number": len(edit.articles), "story": edit.story}
        done = Reason("edit.split_as", facts | {"other": edit.made}) if edit.made else Reason("edit.split", facts)
    within: tuple[Reason, ...] = (done,)
    if edit.trouble:
        within += (Reason("edit.not_done", within=(edit.trouble,)),)
    elif not edit.made:
        within += (Reason("edit.waiting"),)
    when: dict[str, Value] = {"day": f"{edit.at:%Y-%m-%d}", "clock": f"{edit.at:%H:%M}"}
    if edit.why:
        return Reason("edit.explained", when | {"why": edit.why}, within)
    return Reason("edit.done", when, within)


def was_split_off(explanation: Explanation, article: str) -> bool:
    """Whether an editor moved or split an article into the story."""
    return any(
        edit.kind in ("split", "move") and edit.made == explanation.story and article in edit.moved
        for edit in explanation.story_edits
    )


def days(now: datetime) -> tuple[str, str]:
    """Return today and yesterday as UTC days, whose readers count."""
    return now.strftime("%Y-%m-%d"), (now - timedelta(days=1)).strftime("%Y-%m-%d")


def _found(store: Store, article: Article) -> tuple[Reason, ...]:
    seen_in = store.get_appearances(article.id)
    named = store.get_sources({source for _, source, _ in seen_in if source})
    titles = {source.id: source.title or secret_address.public_form(source.url) for source in named}
    reasons = []
    for url, source, seen in seen_in:
        where: dict[str, Value] = {"day": f"{seen:%Y-%m-%d}", "clock": f"{seen:%H:%M}", "url": url}
        if not source:
            reasons.append(Reason("found.import", where))
        elif source in titles:
            reasons.append(Reason("found.source", where | {"source": titles[source]}))
        else:
            reasons.append(Reason("found.former", where))
    return tuple(reasons)


def heat_line(parts: tuple[ScorePart, ...]) -> str:
    """Return a sum as text: ``quality 58 + related 30 = 88``."""
    if not parts:
        return str(rank.COLD)
    named = [(wording.name(part), part.points) for part in parts]
    terms = "".join(
        f"{name} {points}" if not n else f" {'+' if points >= 0 else '-'} {name} {abs(points)}"
        for n, (name, points) in enumerate(named)
    )
    return f"{terms} = {rank.total(parts)}"

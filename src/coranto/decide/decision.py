"""The decision: which article leads, how hot it is, and whether it is published, with the rule as a reason."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from coranto.heat import rank, subject
from coranto.model.article import Article
from coranto.model.change import Override
from coranto.model.decision import Decision
from coranto.model.reason import Reason, Value
from coranto.model.record import Record
from coranto.model.score import ScorePart
from coranto.model.settings import Settings
from coranto.model.sourcing import Kind
from coranto.score import rules
from coranto.story import account, repeats
from coranto.story import lead as first


def decide(
    article: Article,
    lead: Article,
    related: Sequence[Article],
    readers: int,
    settings: Settings,
    *,
    own: dict[str, int] | None = None,
    edited: Override | None = None,
    was: bool = False,
    digest: str = "",
    chosen: bool = False,
    late: AbstractSet[str] | None = None,
) -> Decision:
    """Decide about one article.

    Parameters
    ----------
    article, lead : Article
        The article and its story's lead (itself, where it leads).
    related : sequence of Article
        The other members of the story that count for its heat.
    readers : int
        Distinct readers today and yesterday.
    settings : Settings
        Thresholds and points; in the subject profile ``publish.threshold`` is the line of the day.
    own : dict, optional
        Topics' own thresholds by name.
    edited : Override, optional
        An editor's decision, which overrules the rules either way.
    was : bool
        Whether it is already published; in the subject profile it stays published while it leads and is on a topic.
    digest : str, optional
        The digest of the rules, stored with the decision.
    chosen : bool, optional
        Whether an editor chose the lead.
    late : set of str, optional
        The members whose outlets took over a headline (``repeats.repeats``), where they are known already.

    """
    bar, whose = rank.threshold(article, own or {}, settings)
    if article.id == lead.id:
        parts = summands(article, related, readers, settings)
        heat = rank.total(parts)
        if settings.profile == "subject":
            published, rule, reason = _by_line(article, parts, settings, own or {}, was)
        else:
            published, rule = heat >= bar, "threshold"
            reason = Reason("decision.reached" if published else "decision.below", {"heat": heat}, (whose,))
        published, rule, reason = _by_rules(article, published, rule, reason, was)
    else:
        parts, heat, published, rule = (), rank.COLD, False, "led"
        late = repeats.repeats([lead, article, *related]) if late is None else late
        why = _against(lead, article, settings, late, chosen=chosen)
        reason = Reason("decision.led", {"outlet": lead.provider.name}, (why,))
    if published and not was and edited is not None and edited.held:
        day, _, clock = edited.held[:16].partition("T")
        published, rule = False, "held"
        reason = Reason("decision.held_until", {"day": day, "clock": clock}, (reason,))
    ruled = published
    if edited is not None and edited.decides is not None:
        published, rule = edited.decides, "editor"
        reason = Reason("decision.editor_published" if published else "decision.editor_withheld", within=(reason,))
    return Decision(
        heat=heat,
        parts=parts,
        published=published,
        rule=rule,
        reason=reason,
        lead=lead.id,
        threshold=bar,
        digest=digest,
        profile=settings.profile,
        ruled=ruled,
    )


def undecided() -> Decision:
    """Return the decision for an article that arrived in the current round and has no record yet."""
    return Decision(heat=rank.COLD, parts=(), published=False, rule="undecided", reason=Reason("decision.undecided"))


def recorded(old: Record) -> Decision:
    """Return the decision of a record that is older than stored decisions."""
    heat = rank.COLD if old.heat is None else old.heat
    part = ScorePart(name="recorded", points=heat, reason=Reason("record.recorded"))
    return Decision(
        heat=heat,
        parts=() if heat == rank.COLD else (part,),
        published=bool(old.published),
        rule="recorded",
        reason=Reason("decision.recorded_published" if old.published else "decision.recorded_withheld"),
    )


def summands(
    lead: Article,
    related: Sequence[Article],
    readers: int,
    settings: Settings,
    kinds: Mapping[str, Kind] | None = None,
) -> tuple[ScorePart, ...]:
    """Return the summands of a lead's heat in the profile of the settings.

    ``kinds`` are the story's own reports, citing articles and copies, where they are known already.
    """
    related = [one for one in related if not rules.is_silent(one)]
    if settings.profile == "subject":
        told = account.kinds([lead, *related]) if kinds is None and related else kinds
        return subject.parts(lead, related, readers, settings, told)
    return rank.parts(lead.quality, rank.counted(related, settings), readers, settings)


def lasting(summands: tuple[ScorePart, ...], settings: Settings) -> int:
    """Return the part of a heat that lists store; in the subject profile they add freshness and readers themselves."""
    return subject.standing(summands) if settings.profile == "subject" else rank.total(summands)


def eligible(article: Article, settings: Settings) -> bool:
    """Whether the rules may publish an article in the subject profile: it has topics, none with the role never."""
    if any(topic.role == "never" for topic in article.topics):
        return False
    return bool(article.topics) or settings.publish.off_topic


def imported(old: Record) -> Decision:
    """Return the decision that an imported record states; it is kept and never decided again."""
    part = ScorePart(name="imported", points=old.heat or 0, reason=Reason("record.imported"))
    return Decision(
        heat=old.heat or 0,
        parts=() if old.heat == rank.COLD else (part,),
        published=bool(old.published),
        rule="imported",
        reason=Reason("decision.imported_published" if old.published else "decision.imported_withheld"),
    )


def related(article: Article, others: Sequence[Article], settings: Settings) -> list[Article]:
    """Return the articles that are near enough in time, best quality first, then earliest."""
    reach = timedelta(days=settings.stories.related_days)
    close = [other for other in others if other.id != article.id and abs(other.published - article.published) <= reach]
    return sorted(close, key=first.best_first)


def _by_line(
    article: Article, summands: Sequence[ScorePart], settings: Settings, own: dict[str, int], was: bool
) -> tuple[bool, str, Reason]:
    """Decide in the subject profile; return whether to publish, the rule, and the reason."""
    if not eligible(article, settings):
        never = next((topic.name for topic in article.topics if topic.role == "never"), None)
        reason = Reason("decision.never", {"topic": never}) if never else Reason("decision.off_topic")
        return False, "off topic", reason
    bar, whose = rank.threshold(article, own, settings)
    stands, per_day = subject.standing(summands), settings.publish.per_day
    reaches = stands >= bar
    if was and not reaches:
        return True, "kept", Reason("decision.kept", {"stands": stands, "line": bar})
    if whose.code == "threshold.topic" or per_day <= 0:
        if reaches:
            return True, "threshold", Reason("decision.reaches_threshold", {"stands": stands}, (whose,))
        return False, "threshold", Reason("decision.below_threshold", {"stands": stands}, (whose,))
    if whose.code == "threshold.topic_line":
        topic = str(whose.params["topic"])
        facts: dict[str, Value] = {"stands": stands, "line": bar, "topic": topic}
        facts["per_day"] = f"{settings.publish.topics[topic]:g}"
        return reaches, "line", Reason("decision.reaches_topic_line" if reaches else "decision.below_topic_line", facts)
    wanted = f"{per_day:g}"
    if not reaches:
        return False, "line", Reason("decision.below_line", {"stands": stands, "line": bar, "per_day": wanted})
    if bar == 0:
        return True, "line", Reason("decision.all", {"per_day": wanted})
    return True, "line", Reason("decision.reaches_line", {"stands": stands, "line": bar, "per_day": wanted})


def _by_rules(article: Article, published: bool, rule: str, reason: Reason, was: bool) -> tuple[bool, str, Reason]:
    """Let the newsroom's rules mute an article, or hold back one that would be published and is not yet."""
    if muted := rules.muting(article):
        return False, "muted", Reason("decision.muted", {"rule": muted})
    if published and not was and (day := rules.unseen(article)):
        return False, "unseen", Reason("decision.unseen", {"day": day}, (reason,))
    if published and not was and (held := rules.holding(article)):
        return False, "held", Reason("decision.held", {"rule": held}, (reason,))
    return published, rule, reason


def _against(
    lead: Article, article: Article, settings: Settings, repeating: AbstractSet[str], *, chosen: bool
) -> Reason:
    if not chosen and (muted := rules.muting(article)) and not rules.is_silent(lead):
        return Reason("lead.muted", {"rule": muted})
    if not chosen and rules.unseen(article) and not rules.is_silent(lead):
        return Reason("lead.unseen")
    late = not chosen and article.id in repeating
    if settings.profile == "subject":
        if chosen:
            return Reason("lead.chosen")
        if lead.quality <= article.quality and not late:
            return Reason("lead.tells")
    if late:
        return Reason("lead.repeats")
    if first.choose((lead, article)) != lead.id:
        return Reason("lead.chosen")
    if lead.quality != article.quality:
        return Reason("lead.better", {"better": lead.quality, "lesser": article.quality})
    return Reason("lead.first", {"points": lead.quality})

"""The points of an article by other numbers, from its stored facts: nothing is read or judged again. Pure."""

from collections.abc import Mapping

from coranto.model.article import Article
from coranto.model.score_facts import ScoreFacts, TopicFacts
from coranto.model.settings import Outlet, Settings
from coranto.score import form, rules
from coranto.score.subject import ALSO, NEVER


def of(article: Article) -> ScoreFacts:
    """Return the facts of a judged article."""
    citations = article.citations or ()
    copies = bool(article.credits or article.same_text or any(one.way == "credit" for one in citations))
    return ScoreFacts(
        topics=tuple(TopicFacts(one.name, one.evidence, len(one.keywords), one.role) for one in article.topics),
        forms=tuple(form.read(article.title)),
        image=bool(article.images),
        amp=bool(article.amp_url),
        video=article.type == "video",
        own=article.own_report,
        told="copies" if copies else "cites" if citations else "own",
        muted=rules.is_silent(article),
        held=bool(rules.holding(article)),
    )


def total(article: Article) -> int:
    """Return the sum of an article's points before the floor of zero."""
    return sum(part.points for part in article.parts if part.reason.code != "quality.floor")


def points(facts: ScoreFacts, settings: Settings, roles: Mapping[str, str]) -> int:
    """Return the sum of the points that numbers of the settings give to these facts.

    The weight of the outlet and the length of the title are apart (``weight``, ``length``); what rules, editors and
    taught words add does not depend on a number. ``roles`` are those of the topics by name; others keep their own.
    """
    if settings.profile == "subject":
        return _subject(facts, settings, roles)
    given = settings.judge
    keywords = sum(topic.keywords for topic in facts.topics)
    found = given.topic * len(facts.topics) + given.keyword * keywords
    return found + given.image * facts.image + given.amp * facts.amp + given.video * facts.video


def length(letters: int, settings: Settings) -> int:
    """Return the points that a title's length takes, 0 or less."""
    return 0 if settings.profile == "subject" else -(max(0, letters - settings.judge.title_length) // 2)


def weight(host: str, outlet: str, outlets: Mapping[str, Outlet]) -> int:
    """Return the points of an outlet: by the host, else one of its parent domains, else the outlet's domain."""
    labels = host.split(".")
    for domain in (*(".".join(labels[n:]) for n in range(len(labels))), outlet):
        if domain in outlets:
            return outlets[domain].weight
    return 0


def _subject(facts: ScoreFacts, settings: Settings, roles: Mapping[str, str]) -> int:
    given = settings.subject
    costs = form.COSTS | given.headline
    found = given.image * facts.image + given.own * facts.own - sum(costs[name] for name in facts.forms)
    topics = [(topic.evidence, roles.get(topic.name, topic.role)) for topic in facts.topics]
    found -= given.never * sum(role == NEVER for _, role in topics)
    wanted = [(evidence, given.also if role == ALSO else 1.0) for evidence, role in topics if role != NEVER]
    if not wanted:
        return found
    ranked = [given.points * min(evidence, given.most) * share for evidence, share in wanted]
    best = ranked.index(max(ranked))
    for at, (evidence, share) in enumerate(wanted):
        if at == best:
            found += round(ranked[at])
        elif evidence > 0:
            found += round(given.another * share)
    return found

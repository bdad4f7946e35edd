"""Evidence for topics: the sum of what title, summary, first paragraphs and labels say for each topic."""

from collections.abc import Mapping, Sequence

import msgspec

from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.settings import Subject
from coranto.topic.matcher import Match
from coranto.topic.taxonomy import Taxonomy

TITLE, SUMMARY, TEXT, LABELS = range(4)  # the fields in which keywords are searched, in this order

_CODES = {TITLE: "topic.in_title", SUMMARY: "topic.in_summary", TEXT: "topic.in_text", LABELS: "topic.in_labels"}
_ECHO = 60  # characters of the summary that identify a text repeating it


class Clue(msgspec.Struct, frozen=True):
    """One piece of evidence for a topic: its reason, the matched keywords, and its weight."""

    reason: Reason
    keywords: tuple[str, ...]
    weight: float


def match(
    taxonomy: Taxonomy,
    rules: Subject,
    language: str,
    title: str,
    summary: str = "",
    text: str = "",
    labels: Sequence[str] = (),
    named: Sequence[str] = (),
) -> tuple[TopicMatch, ...]:
    """Return the topics of an article whose evidence reaches the bar, with the evidence.

    Parameters
    ----------
    taxonomy : Taxonomy
        The site's topics with their keywords.
    rules : Subject
        The weight of each field, and the bar.
    language : str
        Primary subtag of the article's language, else of the site's.
    title, summary, text : str
        Plain texts; only the beginning of ``text`` is read, without repetitions of title and summary.
    labels : sequence of str
        Categories that the publisher gave the article.
    named : sequence of str
        Topics of its source: a hint, not proof.

    Returns
    -------
    tuple of TopicMatch
        Strongest first, equal ones in the order of the files; then parents, with their child's evidence.

    """
    fields = (title, summary, opening(title, summary, text, rules.opening), " ; ".join(labels))
    by_topic: dict[str, list[Match]] = {}
    for hit in taxonomy.matcher(language).find(fields):
        by_topic.setdefault(hit.owner, []).append(hit)
    without = taxonomy.excluded(language, fields)
    clues = {
        name: weigh(by_topic.get(name, ()), name in named, rules)
        for name in taxonomy.by_name
        if (name in by_topic or name in named) and name not in without
    }
    sums = {name: round(sum(clue.weight for clue in some), 2) for name, some in clues.items()}
    chosen = sorted((name for name, total in sums.items() if total >= rules.bar), key=lambda name: -sums[name])
    matches = [_match(taxonomy, name, clues[name], sums[name]) for name in chosen]
    return (*matches, *_parents(taxonomy, matches))


def weigh(hits: Sequence[Match], named: bool, rules: Subject) -> list[Clue]:
    """Return the clues for one topic, one per field.

    A second keyword in title or summary adds ``rules.further``, a third nothing; of the text every mention counts, up
    to ``rules.mentions``.
    """
    clues = []
    for field, unit in ((TITLE, rules.title), (SUMMARY, rules.summary), (TEXT, rules.text), (LABELS, rules.label)):
        here = [hit for hit in hits if field in hit.fields]
        if not here:
            continue
        keywords = tuple(dict.fromkeys(hit.keyword for hit in here))
        if field == TEXT:
            mentions = sum(hit.counts[hit.fields.index(field)] for hit in here)
            weight = unit * min(mentions, rules.mentions)
        else:
            weight = unit + (rules.further if len(keywords) > 1 and field != LABELS else 0.0)
        clues.append(Clue(Reason(_CODES[field], {"words": list(keywords)}), keywords, weight))
    if named:
        clues.append(Clue(Reason("topic.named"), (), rules.source))
    return [clue for clue in clues if clue.weight > 0]


def opening(title: str, summary: str, text: str, length: int) -> str:
    """Return the beginning of a text without the title and summary that it may repeat there."""
    text = text.removeprefix(title).lstrip()
    begin = summary.rstrip("….").rstrip()
    if begin and (at := text.find(begin[:_ECHO], 0, length + _ECHO)) >= 0:
        text = text[:at] + text[at + len(begin) :]
    return text[:length]


def _match(taxonomy: Taxonomy, name: str, clues: Sequence[Clue], total: float) -> TopicMatch:
    topic = taxonomy.by_name[name]
    in_title = next((clue.keywords for clue in clues if clue.reason.code == "topic.in_title"), ())
    return TopicMatch(
        id=topic.id,
        name=name,
        reasons=tuple(clue.reason for clue in clues),
        keywords=in_title,
        evidence=total,
        role=topic.role,
    )


def _parents(taxonomy: Taxonomy, matches: Sequence[TopicMatch]) -> list[TopicMatch]:
    """Return the parents of the matched topics, each once, with the evidence of its strongest child."""
    above: dict[str, TopicMatch] = {}
    have: Mapping[str, TopicMatch] = {topic_match.name: topic_match for topic_match in matches}
    for topic_match in matches:
        child = topic_match.name
        for name in taxonomy.parents(topic_match.name):
            topic = taxonomy.by_name.get(name)
            if name not in have and name not in above:
                above[name] = TopicMatch(
                    id=topic.id if topic else "-".join(name.casefold().split()),
                    name=name,
                    reasons=(Reason("topic.parent", {"topic": child}),),
                    evidence=topic_match.evidence,
                    role=topic.role if topic else topic_match.role,
                )
            child = name
    return list(above.values())

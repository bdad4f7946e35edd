"""On the subject or not: what title, summary, first paragraphs and labels say for each topic, added up."""

from collections.abc import Mapping, Sequence

import msgspec

from coranto.model.article import TopicMatch
from coranto.model.reason import Reason
from coranto.model.settings import Subject
from coranto.topic.matcher import Match
from coranto.topic.taxonomy import Taxonomy

TITLE, SUMMARY, TEXT, LABELS = range(4)  # the fields in which keywords are looked for, in this order

_CODES = {TITLE: "topic.in_title", SUMMARY: "topic.in_summary", TEXT: "topic.in_text", LABELS: "topic.in_labels"}
_ECHO = 60  # characters of the summary by which a text that repeats it is known


class Clue(msgspec.Struct, frozen=True):
    """One piece of evidence for a topic: the reason that it is, the keywords found, and its weight."""

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
        What each field counts, and the bar.
    language : str
        Primary subtag of the article's language, else of the site's.
    title, summary, text : str
        Plain texts; of ``text`` only the beginning is read, without what repeats title and summary.
    labels : sequence of str
        Categories that the publisher gave the article.
    named : sequence of str
        Topics that its source is on: a hint, no proof.

    Returns
    -------
    tuple of TopicMatch
        Strongest first, of equal ones in the order of the files; parents after them, with their child's evidence.

    """
    fields = (title, summary, opening(title, summary, text, rules.opening), " ; ".join(labels))
    found: dict[str, list[Match]] = {}
    for one in taxonomy.matcher(language).find(fields):
        found.setdefault(one.owner, []).append(one)
    clues = {
        name: weigh(found.get(name, ()), name in named, rules)
        for name in taxonomy.by_name
        if name in found or name in named
    }
    sums = {name: round(sum(clue.weight for clue in some), 2) for name, some in clues.items()}
    chosen = sorted((name for name, total in sums.items() if total >= rules.bar), key=lambda name: -sums[name])
    matches = [_match(taxonomy, name, clues[name], sums[name]) for name in chosen]
    return (*matches, *_parents(taxonomy, matches))


def weigh(found: Sequence[Match], named: bool, rules: Subject) -> list[Clue]:
    """Weigh what was found of one topic, a clue a field.

    A second keyword in title or summary adds ``rules.further``, a third nothing; of the text every mention counts, up
    to ``rules.mentions``.
    """
    clues = []
    for field, unit in ((TITLE, rules.title), (SUMMARY, rules.summary), (TEXT, rules.text), (LABELS, rules.label)):
        here = [one for one in found if field in one.fields]
        if not here:
            continue
        keywords = tuple(dict.fromkeys(one.keyword for one in here))
        if field == TEXT:
            mentions = sum(one.counts[one.fields.index(field)] for one in here)
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
    """Return the topics above those found, each once, as what its strongest child says."""
    above: dict[str, TopicMatch] = {}
    have: Mapping[str, TopicMatch] = {one.name: one for one in matches}
    for one in matches:
        child = one.name
        for name in taxonomy.parents(one.name):
            topic = taxonomy.by_name.get(name)
            if name not in have and name not in above:
                above[name] = TopicMatch(
                    id=topic.id if topic else "-".join(name.casefold().split()),
                    name=name,
                    reasons=(Reason("topic.parent", {"topic": child}),),
                    evidence=one.evidence,
                    role=topic.role if topic else one.role,
                )
            child = name
    return list(above.values())

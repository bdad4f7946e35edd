"""Preview other words for a topic on what is stored: what comes in, goes, and just misses. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import log
from typing import NamedTuple

import msgspec

from coranto.decide import override
from coranto.language import stem, words
from coranto.model.article import Article
from coranto.model.source import Source
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import rejudge
from coranto.story.words import lexicon
from coranto.topic import evidence
from coranto.topic.taxonomy import Taxonomy

DAYS, MOST = 30, 5_000  # how far back, and the most articles looked at: the newest
_PAGE = 500
_SHORTEST = 4  # letters of a word that may be suggested
_OFTEN, _SHARE = 3, 0.4  # times it stands in the topic's headlines, and the share of its headlines that are the topic's
_COMMON = 1e-4  # of a language’s words, from which one says nothing
_ALIKE = 5.0  # how much a headline has in common with the topic's to be shown as a miss


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A word: in how many articles it was found, and in how many as the only word of the topic."""

    word: str
    count: int
    alone: int = 0


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """An article, with the words for which it stands where it does."""

    id: str
    title: str
    url: str
    outlet: str
    language: str | None
    published: datetime
    words: tuple[str, ...]


class WordPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What other words would do to a topic.

    Attributes
    ----------
    days, looked : int
        How far back, and how many articles were looked at.
    words, exclude : tuple of Found
        The new words; excluding ones count what they keep out.
    before : int
        Articles on the topic by the words of now.
    inside, come, go, missed : tuple of Seen
        All articles on the topic then; those that would come in and go; those that the words nearly find.
    suggested : tuple of Found
        Words that stand often in the topic's headlines, and seldom in others.

    """

    days: int
    looked: int
    words: tuple[Found, ...]
    exclude: tuple[Found, ...]
    before: int
    inside: tuple[Seen, ...]
    come: tuple[Seen, ...]
    go: tuple[Seen, ...]
    missed: tuple[Seen, ...]
    suggested: tuple[Found, ...]


class _Read(NamedTuple):
    """An article as its outlet wrote it, with the fields that words are looked for in."""

    article: Article
    language: str
    fields: tuple[str, ...]
    named: tuple[str, ...]


def preview(newsroom: Newsroom, before: Topic, after: Topic) -> WordPreview:
    """Return what would change if a topic had the words of ``after``; both have the same name."""
    now, then = _alone(newsroom, before), _alone(newsroom, after)
    free = _alone(newsroom, msgspec.structs.replace(after, exclude=()))
    barred = _alone(newsroom, msgspec.structs.replace(after, keywords=after.exclude, exclude=()))
    excerpts = then if newsroom.settings.profile != "subject" else None
    count, kept_out, alone = Counter[str](), Counter[str](), Counter[str]()
    inside, come, go, near, read = [], [], [], [], []
    was = 0
    for one in _stock(newsroom):
        read.append(one)
        words_now, words_then = _words(newsroom, now, one), _words(newsroom, then, one)
        is_now, is_then = _is_on(newsroom, now, one), _is_on(newsroom, then, one)
        was += is_now
        count.update(words_then)
        if is_then:
            inside.append(_seen(one, words_then))
            if len(words_then) == 1:
                alone.update(words_then)
        elif _is_on(newsroom, free, one):
            out = _words(newsroom, barred, one)
            kept_out.update(out)
            if not is_now:
                near.append(_seen(one, out))
        elif words_then or (partly := _partly(excerpts, one)):
            near.append(_seen(one, words_then or partly))
        if is_then and not is_now:
            come.append(inside[-1])
        elif is_now and not is_then:
            go.append(_seen(one, words_now))
    typical = _typical(read, {one.id for one in inside})
    known = {part for word in (*after.keywords, *after.exclude) for part in words.split(word).forms}
    shown = {one.id for one in (*inside, *near, *go)}
    return WordPreview(
        days=DAYS,
        looked=len(read),
        words=tuple(Found(word=one, count=count[one], alone=alone[one]) for one in after.keywords),
        exclude=tuple(Found(word=one, count=kept_out[one]) for one in after.exclude),
        before=was,
        inside=tuple(inside),
        come=tuple(come),
        go=tuple(go),
        missed=(*near, *_alike(read, typical, shown)),
        suggested=tuple(Found(word=word, count=n) for word, (n, _) in typical.items() if word not in known)[:8],
    )


def _alone(newsroom: Newsroom, topic: Topic) -> Taxonomy:
    return Taxonomy([msgspec.structs.replace(topic, parent=None)], newsroom.settings.judge.match)


def _stock(newsroom: Newsroom) -> Iterator[_Read]:
    """Yield the newest articles of the days, newest first."""
    store, since = newsroom.store, newsroom.now() - timedelta(days=DAYS)
    sources = {source.id: source for source in store.get_sources()}
    before, seen = None, 0
    while seen < MOST and (page := store.recent_articles(_PAGE, before)):
        before = page[-1].id
        names = [article.id for article in page]
        edited = store.get_overrides(names)
        texts = store.get_texts(names) if newsroom.settings.profile == "subject" else {}
        for article in page:
            if article.published < since or seen >= MOST:
                return
            seen += 1
            found = override.as_found(article, edited.get(article.id))
            yield _read(newsroom, found, texts.get(article.id, ""), sources.get(article.source or ""))


def _read(newsroom: Newsroom, found: Article, text: str, source: Source | None) -> _Read:
    settings = newsroom.settings
    fields: tuple[str, ...] = (found.title,)
    if settings.profile == "subject":
        opening = evidence.opening(found.title, found.excerpt, text, settings.subject.opening)
        fields = (found.title, found.excerpt, opening, " ; ".join(found.labels))
    language = stem.primary(found.language or settings.site.language)
    return _Read(found, language, fields, rejudge.named_topics(found, source))


def _is_on(newsroom: Newsroom, taxonomy: Taxonomy, one: _Read) -> bool:
    """Whether an article is on the only topic of a taxonomy."""
    named = tuple(name for name in one.named if name in taxonomy.by_name)
    if newsroom.settings.profile != "subject":
        return bool(taxonomy.match(one.fields[0], named))
    title, summary, opening, labels = one.fields
    found = evidence.match(
        taxonomy, newsroom.settings.subject, one.language, title, summary, opening, labels.split(" ; "), named
    )
    return bool(found)


def _words(newsroom: Newsroom, taxonomy: Taxonomy, one: _Read) -> tuple[str, ...]:
    """Return the words of the only topic of a taxonomy that are found in an article."""
    if newsroom.settings.profile == "subject":
        return tuple(dict.fromkeys(hit.keyword for hit in taxonomy.matcher(one.language).find(one.fields)))
    return taxonomy.in_title(one.fields[0])


def _partly(taxonomy: Taxonomy | None, one: _Read) -> tuple[str, ...]:
    """Return the words that stand in the excerpt alone, where the profile does not count them."""
    return taxonomy.in_title(one.article.excerpt) if taxonomy is not None else ()


def _seen(one: _Read, found: Sequence[str]) -> Seen:
    article = one.article
    return Seen(
        id=article.id,
        title=article.title,
        url=article.web_url,
        outlet=article.provider.name,
        language=article.language,
        published=article.published,
        words=tuple(found),
    )


def _typical(read: Sequence[_Read], inside: set[str]) -> dict[str, tuple[int, float]]:
    """Return the words that are typical of the topic's headlines: how often, and how much each says."""
    everywhere, there = Counter[str](), Counter[str]()
    for one in read:
        forms = _forms(one)
        everywhere.update(forms)
        if one.article.id in inside:
            there.update(forms)
    share = max(len(inside), 1) / max(len(read), 1)
    found = {
        word: (count, log(count / everywhere[word] / share) if share < 1 else 0.0)
        for word, count in there.items()
        if count >= _OFTEN and count / everywhere[word] >= max(_SHARE, share)
    }
    return dict(sorted(found.items(), key=lambda pair: (-pair[1][0], pair[0])))


def _alike(read: Sequence[_Read], typical: dict[str, tuple[int, float]], known: set[str]) -> Iterable[Seen]:
    """Return the articles whose headlines have several of the typical words, the likest first."""
    found = []
    for one in read:
        shared = [word for word in _forms(one) if word in typical]
        says = sum(typical[word][1] for word in shared)
        if one.article.id not in known and len(shared) > 1 and says >= _ALIKE:
            found.append((says, _seen(one, sorted(shared))))
    return [seen for _, seen in sorted(found, key=lambda pair: -pair[0])]


def _forms(one: _Read) -> set[str]:
    """Return the words of a headline that may say what it is about: no short ones, and none that are everywhere."""
    title, known = one.article.title, lexicon(one.language)
    return {
        form
        for form in words.split(title).forms
        if len(form) >= _SHORTEST and not form.isdigit() and known.get(form, 0.0) < _COMMON
    }

"""The sums of a story's terms: what goes in comes out, in whatever order articles come and go."""

from hypothesis import given
from hypothesis import strategies as st

from coranto.story.centre import Centre

_ARTICLE = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from((0.25, 0.5, 1.0)), max_size=6)


def _plain(articles):
    sums, counts = {}, {}
    for article in articles:
        for term, weight in article.items():
            sums[term] = sums.get(term, 0.0) + weight
            counts[term] = counts.get(term, 0) + 1
    return sums, counts


def _of(articles):
    centre = Centre()
    for article in articles:
        centre.add(article, article.values())
    return centre


@given(st.lists(_ARTICLE, max_size=5), st.lists(_ARTICLE, max_size=5))
def test_sums_counts_and_length_are_those_of_the_articles(ours, theirs):
    centre, other = _of(ours), _of(theirs)
    before = set(centre.terms)
    new, both = centre.absorb(other)
    assert (centre.sums(), centre.counts()) == _plain(ours + theirs)
    assert set(both) == before & set(other.terms)
    assert set(new) == set(other.terms) - before
    assert centre.square == sum(weight * weight for weight in _plain(ours + theirs)[0].values())


@given(st.lists(_ARTICLE, max_size=5), _ARTICLE)
def test_what_an_article_adds_is_told(articles, latest):
    centre = _of(articles)
    square, before = centre.square, set(centre.terms)
    new, growth = centre.add(latest, latest.values())
    assert square + growth == centre.square
    assert new == [term for term in latest if term not in before]


@given(st.lists(_ARTICLE, max_size=5), st.lists(st.sampled_from("abcdefghxyz"), unique=True))
def test_shared_terms_have_their_position_count_and_sum(articles, terms):
    sums, counts = _plain(articles)
    expected = [(at, counts[term], sums[term]) for at, term in enumerate(terms) if term in sums]
    assert _of(articles).shared(terms) == expected


@given(st.lists(_ARTICLE, min_size=1, max_size=5))
def test_an_article_can_be_removed(articles):
    centre = _of(articles)
    last = articles[-1]
    gone = centre.remove([*last, "unknown"], [*last.values(), 1.0])
    sums, counts = _plain(articles[:-1])
    assert centre.counts() == counts
    assert set(gone) == set(last) - set(counts)
    assert all(centre.sums()[term] > 0.0 for term in sums)


def test_the_weakest_terms_are_dropped_where_there_are_too_many():
    centre = _of([{"a": 1.0, "b": 0.25, "c": 0.5, "d": 0.25}])
    assert centre.prune(4, 2) == []
    assert centre.prune(3, 2) == ["b", "d"]
    assert centre.terms == ["a", "c"]
    assert centre.sums() == {"a": 1.0, "c": 0.5}
    assert centre.counts() == {"a": 1, "c": 1}

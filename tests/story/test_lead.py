"""Who leads: a total order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coranto.story import lead

DAY = "2026-03-01T12:00:00Z"


def test_the_best_leads_whenever_it_came(make):
    early, best = make("a", quality=19), make("b", day="2026-03-02T12:00:00Z", quality=58)
    assert lead.choose([early, best]) == best.id


def test_of_equally_good_ones_the_original_leads(make):
    first, second = make("a", day=DAY, quality=19), make("b", day="2026-03-01T13:00:00Z", quality=19)
    assert lead.choose([second, first]) == first.id


def test_then_the_first_seen_then_the_lowest_id(make):
    later = datetime(2026, 3, 1, 14, tzinfo=UTC)
    a, b = make("a", url="https://example.org/a", id="a"), make("b", url="https://example.org/b", id="b")
    assert lead.choose([b, a]) == "a"
    assert lead.choose([b, make("a", url="https://example.org/a", id="a", seen=later)]) == "b"


@given(
    st.permutations([(quality, hour, n) for n, (quality, hour) in enumerate([(1, 0), (3, 5), (3, 4), (3, 4), (0, 0)])])
)
def test_the_order_of_the_articles_does_not_matter(order):
    class Told:
        def __init__(self, quality, hour, number):
            self.id, self.quality, self.seen = str(number), quality, number
            self.published = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)

    assert lead.choose([Told(*row) for row in order]) == "2"

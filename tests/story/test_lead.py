"""Who leads: a total order."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from coranto.decide import decision, leading
from coranto.i18n.wording import say
from coranto.model.settings import Settings
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


def test_a_headline_that_another_outlet_had_first_leads_nobody(make):
    rules = Settings()
    first = make("Bridge closes for nine months", outlet="a.example", id="a", quality=19)
    later = first.seen + timedelta(minutes=10)
    old = first.published - timedelta(days=3)
    copy = make("Bridge closes, for NINE months!", outlet="b.example", id="b", quality=60, seen=later, published=old)
    assert leading.choose([copy, first], rules) == "a"
    subject = msgspec.structs.replace(rules, profile="subject")
    assert leading.choose([copy, first], subject) == "a"
    follow = make("Miracle pills", outlet="b.example", id="c", quality=90, seen=later)
    assert leading.choose([copy, first, follow], rules) == "a", "nor does what follows it"
    cited = msgspec.structs.replace(first, credits="https://b.example/1")
    assert leading.choose([copy, cited], rules) == "b", "the earlier one says whose headline it is"
    together = msgspec.structs.replace(copy, seen=first.seen)
    assert leading.choose([together, first], rules) == "b", "seen at one look, nobody repeats"
    same = msgspec.structs.replace(copy, provider=first.provider)
    assert leading.choose([same, first], rules) == "b", "an outlet may repeat itself"
    said = decision.decide(copy, first, [copy], 0, rules).reason
    assert say(said).endswith("(its outlet took over a headline of this story).")
    assert leading.choose([copy, first], rules, {"b": 1}) == "b", "an editor's choice wins"

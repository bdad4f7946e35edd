"""Every point adds up: over articles in many languages, tables of decisions, and stories."""

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coranto.decide import decision, taught
from coranto.heat import rank
from coranto.i18n.wording import say
from coranto.model.settings import Settings, Subject
from coranto.model.topic import Topic
from coranto.run import assemble
from coranto.score import quality, subject
from coranto.teach.table import NAMED, Table
from coranto.topic.taxonomy import Taxonomy

LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "ru", "tr", "ar", "zh")
WORDS = (
    "oil", "heat pumps", "Wärmepumpen", "pétrole", "petróleo", "petrolio", "ropa", "нефть", "petrol", "نفط", "石油",
    "Sponsored:", "10 things", "live blog", "why?", "2026", "!!", "harbour", "Straße", "strike",
)  # fmt: skip
TOPICS = Taxonomy(
    [
        Topic(id="oil", name="Oil", keywords=("oil", "Wärmepumpe", "нефть", "石油", "pétrole")),
        Topic(id="also", name="Also", keywords=("harbour", "strike"), role="also"),
        Topic(id="never", name="Never", keywords=("2026",), role="never"),
    ]
)
titles = st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=12), min_size=1, max_size=9).map(" ".join)
outlets = st.sampled_from(["a.example", "news.b.example", "c.example.org"])


def judged(make, title, outlet, language, settings, table):
    draft = make(title, outlet, excerpt=title[::-1], language=language, url=f"https://{outlet}/x/{len(title)}-oil")
    signals = quality.SUBJECT | {
        "taught": subject.taught(lambda one: table.parts(taught.features_of(one, settings), settings.subject.taught))
    }
    return assemble.judged(draft, (), TOPICS, settings, signals)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(titles, outlets, st.booleans()), max_size=30),
    st.dictionaries(st.tuples(st.sampled_from(["outlet", "word"]), outlets | titles), st.integers(-99, 99), max_size=3),
    st.lists(st.tuples(titles, outlets, st.sampled_from(LANGUAGES)), min_size=1, max_size=5),
    st.integers(0, 60),
    st.integers(0, 10**6),
)
def test_every_sum_is_what_it_says(make, decisions, fixed, articles, limit, readers):
    settings = Settings(profile="subject", subject=Subject(taught=limit))
    table = Table()
    for title, outlet, picked in decisions:
        table.add(taught.features_of(make(title, outlet), settings), picked)
    for (kind, feature), points in fixed.items():
        table.fix(kind, feature, points)
    found = [judged(make, title, outlet, language, settings, table) for title, outlet, language in articles]
    for one in found:
        assert sum(part.points for part in one.parts) == one.quality >= 0
        counted = [part for part in one.parts if part.name == "taught"]
        assert len(counted) <= NAMED + 1
        assert abs(sum(part.points for part in counted)) <= limit
        assert all(say(part.reason) for part in one.parts)
    lead, *others = found
    made = decision.decide(lead, lead, others, readers, settings)
    assert made.heat == rank.total(made.parts)
    assert decision.lasting(made.parts, settings) <= made.heat

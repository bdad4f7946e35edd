"""What is common in a newsroom ties nothing together there: no story swallows the stream."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from coranto.model.settings import Stories
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

SUBJECT = ("heat pump", "heat pumps", "Coldwell")
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SYLLABLES = ["ka", "lo", "mir", "ten", "vos", "bel", "dru", "fin", "gor", "hap", "jun"]


def names(number):
    """Return five made-up words that only the article of this number has."""
    return [
        "".join(SYLLABLES[(number // 11**place + word * place) % 11] for place in range(3)) + SYLLABLES[word]
        for word in range(5)
    ]


def narrow(count, hours):
    """Return articles of a newsroom on one subject: its words in every title, five of its own in each."""
    return [
        Item(
            id=str(n),
            title=f"Coldwell heat pumps: {' '.join(names(n))}",
            published=START + timedelta(hours=n * hours),
            language="en",
        )
        for n in range(count)
    ]


def largest(items):
    clusterer, stories = Clusterer(Stories(), SUBJECT), dict[str, str]()
    for each in items:
        placement = clusterer.place(each)
        merged = dict(placement.merged)
        stories = {name: merged.get(story, story) for name, story in stories.items()}
        stories[each.id] = placement.story
    return Counter(stories.values()).most_common(1)[0][1]


def test_a_newsroom_on_one_subject_is_not_one_story():
    assert largest(narrow(300, 3)) < 60


def test_it_is_not_one_story_at_ten_articles_an_hour_either():
    assert largest(narrow(300, 0.1)) < 60


def test_an_event_of_that_newsroom_is_still_one_story():
    clusterer = Clusterer(Stories(), SUBJECT)
    for each in narrow(200, 3):
        clusterer.place(each)
    told = [
        "Coldwell recalls 40,000 heat pumps after fires in Tromsø",
        "Heat pump recall: Coldwell takes back 40,000 units after Tromsø fires",
        "After fires in Tromsø, Coldwell recalls 40,000 heat pumps",
    ]
    at = START + timedelta(hours=601)
    stories = {
        clusterer.place(Item(id=f"r{n}", title=title, published=at, language="en")).story
        for n, title in enumerate(told)
    }
    assert stories == {"sr0"}


def test_one_of_many_keywords_still_names_its_event():
    """With a hundred keywords each is in few stories: "strike" and "warehouse" are what the event's articles share."""
    many = ("strike", "warehouse", "pickers", *(name for n in range(20) for name in names(1_000 + n)))
    clusterer = Clusterer(Stories(), many)
    for n in range(60):
        clusterer.place(
            Item(id=str(n), title=" ".join(names(n)), published=START + timedelta(hours=n / 2), language="en")
        )
    told = [f"Warehouse strike, pickers: {' '.join(names(number)[:4])}" for number in (500, 777)]
    at = START + timedelta(hours=31)
    stories = {
        clusterer.place(Item(id=f"r{n}", title=title, published=at, language="en")).story
        for n, title in enumerate(told)
    }
    assert stories == {"sr0"}


def test_keywords_count_the_same_after_a_stop():
    items = narrow(80, 3)
    whole, stopped = Clusterer(Stories(), SUBJECT), Clusterer(Stories(), SUBJECT)
    for each in items:
        placed = whole.place(each)
        stopped = Clusterer.load(Stories(), stopped.dump(), SUBJECT)
        assert stopped.place(each) == placed
    assert stopped.dump() == whole.dump()

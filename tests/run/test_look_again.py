"""What an outlet changes in a published article is seen when its page or its feed is looked at again."""

from collections import Counter
from datetime import timedelta

import msgspec

from coranto import pipeline
from coranto.model.settings import Fetch, Publish, Settings
from coranto.run.pages import PagePool
from coranto.testing import NOW, Web, listen, newsroom

D = "https://daily.example"
URL = f"{D}/news/bridge"
OPEN = Settings(fetch=Fetch(pages=True), publish=Publish(threshold=0, off_topic=True))
TITLE = "The council votes to close the old bridge for repairs"
BODY = (
    "The council of Northwick voted on Tuesday to close the old bridge for 14 months, starting in the spring.",
    "“We had no other choice in this matter,” said the chair of the council, Ellen Marsh, after the vote.",
    "People who live on the far side of the river will have to drive through the next town until it opens again.",
    "The repairs are expected to cost 3.2 million pounds, which the county will pay in three parts.",
    "Shops near the bridge fear for their customers, and have asked for signs that show where to park.",
)


def page(*body, title=TITLE, clock="Updated 3 minutes ago"):
    text = "".join(f"<p>{one}</p>" for one in body)
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='og:type' content='article'></head><body><article>"
        f"<h1>{title}</h1><p>{clock}</p>{text}</article></body></html>"
    ).encode()


def feed(title=TITLE):
    item = f"<item><title>{title}</title><link>{URL}</link><guid>{URL}</guid><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate></item>"  # fmt: skip
    return f"<rss version='2.0'><channel><title>Daily</title><link>{D}</link>{item}</channel></rss>".encode()


def later(desk):
    """Let every source be due."""
    for source in desk.store.get_sources():
        desk.store.save_source(msgspec.structs.replace(source, next_look=None))


def article(desk):
    ((_, one),) = desk.store.articles_by_arrival(0)
    return one


def changes(desk):
    return [(one.difference.kind, one.difference.before, one.difference.after) for one in desk.store.recent_revisions()]


class Newsroom:
    """A newsroom with one published article, and a clock."""

    def __init__(self, tmp_path, settings=OPEN):
        self.web, self.clock = Web(), [NOW]
        self.web.put(f"{D}/feed", feed())
        self.web.put(URL, page(*BODY))
        self.opened = newsroom(tmp_path, settings, now=lambda: self.clock[0])

    async def round(self, hours=0.0):
        self.clock[0] += timedelta(hours=hours)
        later(self.desk)
        asked = len(self.web.asked)
        with PagePool(workers=1, timeout=120) as pool:  # on a busy machine, too, its page is read
            await pipeline.run_round(self.desk, self.web, pool, Counter())
        return self.web.asked[asked:].count(URL)

    def __enter__(self):
        self.desk = self.opened.__enter__()
        listen(self.desk, f"{D}/feed")
        return self

    def __exit__(self, *error):
        return self.opened.__exit__(*error)


async def test_a_page_is_looked_at_after_one_six_and_24_hours_and_then_left_alone(tmp_path):
    with Newsroom(tmp_path) as there:
        assert await there.round() == 1
        assert [await there.round(hours) for hours in (0.5, 0.6, 1, 4, 1, 10, 9, 30, 160)] == [
            0, 1, 0, 1, 0, 0, 1, 0, 0,
        ]  # fmt: skip
        assert changes(there.desk) == []
        assert there.desk.store.get_watches([article(there.desk).id]) == {}


async def test_a_changed_number_name_and_quote_are_kept_and_the_article_says_what_its_outlet_says(tmp_path):
    with Newsroom(tmp_path) as there:
        await there.round()
        changed = [one.replace("14 months", "16 months").replace("Marsh", "March") for one in BODY]
        changed[1] = changed[1].replace("We had no other choice in this matter", "It had to be done")
        there.web.put(URL, page(*changed, clock="Updated 2 hours ago"))
        await there.round(1)
        assert sorted(changes(there.desk)) == [
            ("name", "Ellen Marsh", "Ellen March"),
            ("number", "14", "16"),
            ("quote", "We had no other choice in this matter", "It had to be done"),
        ]
        one = article(there.desk)
        assert "16 months" in there.desk.store.get_text(one.id)
        record = there.desk.store.get_records([one.id])[one.id].record
        assert "16 months" in record.excerpt
        await there.round(5)
        assert len(changes(there.desk)) == 3


async def test_a_headline_that_the_feed_changes_is_kept_and_taken(tmp_path):
    with Newsroom(tmp_path) as there:
        await there.round()
        new = "The council votes to tear down the old bridge"
        there.web.put(f"{D}/feed", feed(new))
        assert await there.round(0.2) == 0, "the page itself is looked at when that is due"
        assert changes(there.desk) == [("headline", TITLE, new)]
        assert article(there.desk).title == new
        record = there.desk.store.get_records([article(there.desk).id])[article(there.desk).id]
        assert record.record.title == new
        assert "close-the-old-bridge" in record.path, "its path stays"
        there.web.put(URL, page(*BODY, title=new))
        await there.round(1)
        assert len(changes(there.desk)) == 1


async def test_a_clock_and_another_markup_are_no_change_and_write_nothing(tmp_path):
    with Newsroom(tmp_path) as there:
        await there.round()
        before = there.desk.store.read_version()
        there.web.put(URL, page(*(one.replace("“", '"').replace("”", '"') for one in BODY), clock="Updated 1 hour ago"))
        assert await there.round(1) == 1
        assert changes(there.desk) == []
        assert there.desk.store.read_version() == before


async def test_a_page_that_refuses_is_not_asked_again(tmp_path):
    with Newsroom(tmp_path) as there:
        await there.round()
        there.web.fail(URL, "it refuses us (HTTP 403)", status=403)
        assert [await there.round(hours) for hours in (1, 5, 18)] == [1, 0, 0]


async def test_without_hours_nothing_is_looked_at_again(tmp_path):
    with Newsroom(tmp_path, msgspec.structs.replace(OPEN, fetch=Fetch(pages=True, look_again=()))) as there:
        await there.round()
        assert [await there.round(hours) for hours in (1, 5, 18)] == [0, 0, 0]


async def test_an_article_that_is_not_published_is_not_looked_at(tmp_path):
    settings = msgspec.structs.replace(OPEN, publish=Publish(threshold=1000))
    with Newsroom(tmp_path, settings) as there:
        await there.round()
        assert [await there.round(hours) for hours in (1, 5, 18)] == [0, 0, 0]

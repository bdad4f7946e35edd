"""Every number on a page is one of the store's: counted again here, the slow way, from all articles and stories."""

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import seeding
from lxml import html

from coranto.web.pages import components

NOW, DAY = seeding.NOW, timedelta(days=1)
EPOCH = datetime.fromisoformat("1990-01-01T00:00Z")
NUMBER = re.compile(r"\d+(?:,\d{3})*")


class Truth:
    """What the store has, read as plainly as can be."""

    def __init__(self, newsroom):
        store = newsroom.store
        self.articles = {one.id: one for _, one in store.articles_by_arrival(0)}
        self.records = store.get_records(self.articles)
        self.stories = {one.id: one for one in store.recent_stories(EPOCH, 10_000)}
        self.sources = store.get_sources()
        self.published = {ident for ident, kept in self.records.items() if kept.record.published}
        self.shown = {name: one for name, one in self.stories.items() if one.lead in self.published}

    def members(self, story):
        return [self.articles[member.article] for member in self.stories[story].members]

    def outlets(self, story):
        return {one.provider.domain for one in self.members(story)}

    def has_topic(self, story, ident):
        return any(match.id == ident for one in self.members(story) for match in one.topics)

    def newest(self, story):
        return max(one.published for one in self.members(story))


@pytest.fixture(scope="module")
def truth(newsroom):
    return Truth(newsroom)


def tree_of(newsroom, kind, ident=""):
    tree = html.fromstring(seeding.page(kind, newsroom, ident).body)
    for away in tree.xpath("//head | //script | //header//form | //fieldset | //input"):
        away.getparent().remove(away)
    return tree


def take(tree, path):
    """Return the texts that a path selects, and take them off the page: they are accounted for."""
    found = []
    for node in tree.xpath(path):
        label = node.get("aria-label")
        found.append(" ".join((label if label is not None else node.text_content()).split()))
        node.attrib.pop("aria-label", None)
        for child in list(node):
            node.remove(child)
        node.text = ""
    return found


def numbers(text):
    return [int(one.replace(",", "")) for one in NUMBER.findall(text)]


def nothing_left(tree):
    """No number is on the page that was not looked at: headlines, words of outlets and clocks aside."""
    for away in ("//time", "//h1", "//*[@lang]", "//footer", "//p[contains(@class,'stand')]", "//h3[@class='day']"):
        take(tree, away)
    left = [" ".join(text.split()) for text in tree.xpath("//body//text() | //@aria-label") if NUMBER.search(text)]
    assert left == []


def check_rows(tree, truth):
    """Check each story of a list: heat, outlets, articles, what came of late, how many more there are."""
    rows = tree.xpath("//li[contains(concat(' ', @class, ' '), ' s ')]")
    for row in rows:
        (link,) = row.xpath("h2/a")
        story = re.search(r"s/([^/]+)/", link.get("href"))[1]
        members, outlets = truth.members(story), truth.outlets(story)
        heat = truth.records[truth.stories[story].lead].record.heat
        said = {"outlets": len(outlets), "articles": len(members)}
        assert numbers(take(row, "p[@class='h']")[0]) == [heat], story
        age = NOW - truth.newest(story)
        assert numbers(row.xpath("p[@class='m']//time")[0].text) == [
            int(age / timedelta(hours=1)) if age >= timedelta(hours=1) else int(age / timedelta(minutes=1))
        ]
        take(row, "p[@class='m']//time")
        counted = numbers(take(row, "p[@class='m']")[0])
        assert counted == ([said["outlets"]] if len(set(said.values())) == 1 else list(said.values())), story
        drawn = take(row, "*[local-name()='svg'][@role='img']")
        day = sum(NOW - one.published <= DAY for one in members)
        lately = sum(NOW - one.published <= timedelta(hours=3) for one in members)
        assert [numbers(label)[:3:2] + numbers(label)[1:2] for label in drawn] == [[len(members), 24, day]] * bool(day)
        assert all((numbers(label)[3:] or [0]) == [lately] for label in drawn)
        named = row.xpath("p[@class='x']/a | ul[@class='also']/li/a | p[@class='r']/a[not(span)]")
        more = sum(numbers(text)[0] for text in take(row, "p[@class='r']/a[span]"))
        assert len(named) + more == len(outlets), story  # who tells it: each is named, or counted
        why = take(row, "p[@class='y']")[0]
        assert numbers(why)[0] == len(outlets)
        terms = why.rpartition("; ")[2]
        assert sum(numbers(terms)[:-1]) == numbers(terms)[-1] == heat
        take(row, "h2 | p[@class='x'] | ul | p[@class='r']")
    return len(rows)


def check_days(tree, times):
    """Check the bars of thirty days: the most on one day, and on which."""
    by_day = Counter(time.date() for time in times)
    most = max(by_day.values())
    assert any(number == most for number in by_day.values())
    for says in take(tree, "//figure[@class='days']//figcaption/span[2] | //*[local-name()='title']"):
        assert numbers(says)[:2] == [30, most]
        assert by_day[date(2026, 3, numbers(says)[2])] == most
    take(tree, "//figure[@class='days']//figcaption/span")


def tally(tree, ident):
    lines = tree.xpath(f"//section[@aria-labelledby='{ident}']//li")
    found = {
        line.xpath("string(a)") or line.xpath("string(text())"): numbers(line.xpath("string(span)"))[0]
        for line in lines
    }
    take(tree, f"//section[@aria-labelledby='{ident}']")
    return found


def test_the_front_page_counts_what_there_is(newsroom, truth):
    tree = tree_of(newsroom, "front")
    start = NOW.replace(minute=0) - timedelta(hours=23)
    since = [one.published for one in truth.articles.values() if start <= one.published <= NOW]
    assert numbers(take(tree, "//figure[@class='pulse']//figcaption/span[1]")[0]) == [len(since)]
    by_hour = Counter(time.replace(minute=0, second=0) for time in since)
    (pulse,) = take(tree, "//figure[@class='pulse']/*[@role='img']")
    assert numbers(pulse) == [24, max(by_hour.values()), numbers(pulse)[2], 0, by_hour[NOW.replace(minute=0)]]
    assert f"{start:%H:%M}" in take(tree, "//figure[@class='pulse']//figcaption/span[2]")[0]
    assert "70" in take(tree, "//div[@class='legend']/p")[0]
    want = {
        topic.name: number
        for topic in newsroom.taxonomy
        if (number := sum(truth.has_topic(s, topic.id) and NOW - truth.newest(s) <= DAY for s in truth.shown))
    }
    assert tally(tree, "tally") == want != {}
    for line in tree.xpath("//section[@aria-labelledby='rise']//li"):
        story = re.search(r"s/([^/]+)/", line.xpath("a/@href")[0])[1]
        fresh = {one.provider.domain for one in truth.members(story) if NOW - one.published <= timedelta(hours=3)}
        assert fresh
        assert numbers(take(line, "b")[0])[0] > 0
    take(tree, "//section[@aria-labelledby='rise'] | //section[@aria-labelledby='river']")
    assert check_rows(tree, truth) == len(truth.shown)
    assert numbers(take(tree, "//p[@class='end']")[0]) == [len(truth.shown), newsroom.settings.site.front_days]
    assert len(tree.xpath("//nav[@aria-label='Pages']")) == 1
    take(tree, "//*[@class='folio']")
    nothing_left(tree)


@pytest.mark.parametrize("story", ["000000", "000002", "000005"])
def test_a_story_counts_what_there_is(newsroom, truth, story):
    tree = tree_of(newsroom, "story", story)
    members, outlets = truth.members(story), truth.outlets(story)
    lead = truth.stories[story].lead
    heat = truth.records[lead].record.heat
    facts = dict(zip(take(tree, "//dl[@class='facts']//dt"), tree.xpath("//dl[@class='facts']//dd"), strict=True))
    assert numbers(facts["Outlets"].text) == [len(outlets)]
    assert numbers(facts["Articles"].text) == [len(members)]
    assert numbers(facts["Heat"].text) == [heat]
    fresh = sum(NOW - one.published <= timedelta(hours=3) for one in members)
    today = sum(NOW - one.published <= DAY for one in members)
    if fresh or today:
        assert numbers(facts["Lately"].text)[0] == (fresh or today)
    times = sorted(one.published for one in members)
    for name, at in (("First article", times[0]), ("Last article", times[-1])):
        assert facts[name].xpath("time/@datetime") == [f"{at:%Y-%m-%dT%H:%MZ}"]
    listed = tree.xpath("//section[@aria-labelledby='tl']//li[not(@class)]")
    assert len(listed) == len(members)
    compared = tree.xpath("//section[@aria-labelledby='cmp']//tbody/tr")
    same = sum(len(line.xpath("td/i[1]/a")) for line in compared)
    assert len(compared) + same == len(members)
    quality = {one.provider.name: one.quality for one in members}
    for line in compared:
        assert numbers(line.xpath("string(td[@class='n'])"))[0] in quality.values()
    told = numbers(take(tree, "//section[@aria-labelledby='told']/p")[0].partition(". First")[0])
    assert sum(told) == len(outlets)
    parts = len(tree.xpath("//section[@aria-labelledby='told']//li"))
    assert parts == len(members)
    rows = [[int(cell) for cell in line.xpath("td[@class='n']/text()")] for line in tree.xpath("//figure//tbody/tr")]
    assert rows[-1] == [len(members), heat]
    assert [row[0] for row in rows] == [*range(1, len(members) + 1)]
    (end,) = take(tree, "//*[@class='key end']")
    assert numbers(end) == [heat]
    for table in tree.xpath("//table[contains(@class,'sum')]"):
        parts = [int(cell.replace("−", "-").replace("+", "")) for cell in table.xpath("tbody//td/text()")]
        assert sum(parts) == int(table.xpath("string(tfoot//td)").replace("−", "-"))
    sums = tree.xpath("//table[contains(@class,'sum')]/tfoot//td/text()")
    assert {int(one) for one in sums} == {truth.articles[lead].quality, heat}
    assert numbers(take(tree, "//details[@class='judged']/summary")[0]) == [heat]


def test_a_topic_counts_what_there_is(newsroom, truth):
    tree = tree_of(newsroom, "topic", "ai")
    about = [one for one in truth.articles.values() if any(match.id == "ai" for match in one.topics)]
    check_days(tree, [one.published for one in about])
    covers = Counter(one.provider.name for one in about)
    shown = tally(tree, "covers")
    assert shown == {name: covers[name] for name in shown}
    assert list(shown.values()) == sorted(covers.values(), reverse=True)[: len(shown)]
    inside = {
        topic.name: sum(truth.has_topic(s, topic.id) for s in truth.shown)
        for topic in newsroom.taxonomy
        if topic.parent == "AI"
    }
    assert tally(tree, "inside") == inside
    assert "70" in take(tree, "//div[@class='legend']/p")[0]
    assert check_rows(tree, truth) == sum(truth.has_topic(s, "ai") for s in truth.shown)
    below = tree.xpath("//section[@aria-labelledby='below']//li")
    unshown = {s for s in truth.stories if s not in truth.shown}
    assert len(below) <= sum(truth.has_topic(s, "ai") for s in unshown) + len(about)
    take(tree, "//section[@aria-labelledby='below'] | //section[@aria-labelledby='words']")
    nothing_left(tree)


def test_a_source_counts_what_there_is(newsroom, truth):
    tree = tree_of(newsroom, "source", "wire")
    own = [one for one in truth.articles.values() if one.source == "wire"]
    led = [one for one in own if one.id in truth.published]
    (says,) = take(tree, "//p[@class='stand']")
    assert numbers(says) == [len(own), len(led), round(100 * len(led) / len(own))]
    check_days(tree, [one.published for one in own])
    assert len(tree.xpath("//section[contains(@class,'river')]//li")) == len(led)
    take(tree, "//section[contains(@class,'river')] | //dl")
    nothing_left(tree)


def test_the_lists_of_sources_and_the_status_count_what_there_is(newsroom, truth):
    tree = tree_of(newsroom, "sources")
    assert numbers(take(tree, "//h2[@id='list']")[0]) == [len(truth.sources)]
    for line in tree.xpath("//tbody/tr"):
        ident = (re.search(r"sources/([^/]+)/", line.xpath("th/a/@href")[0]) or [""])[1]
        own = [one for one in truth.articles.values() if one.source == ident]
        assert [int(cell) for cell in line.xpath("td[@class='n']/text()")] == [
            len(own),
            sum(one.id in truth.published for one in own),
        ]
    tree = tree_of(newsroom, "status")
    names = take(tree, "//dl[@class='facts']//dt")
    figures = dict(zip(names, take(tree, "//dl[@class='facts']//dd"), strict=True))
    assert numbers(figures["Sources"]) == [len(truth.sources)]
    assert numbers(figures["Articles"]) == [len(truth.articles)]
    assert numbers(figures["Stories"]) == [len(truth.stories)]
    assert numbers(figures["Records published"]) == [len(truth.published)]
    assert numbers(figures["Records"]) == [len(truth.records)]
    failing = [one for one in truth.sources if one.failures]
    assert len(tree.xpath("//section[@aria-labelledby='failing']//li")) == len(failing)


def test_lists_and_story_pages_give_a_story_the_same_heat(newsroom, truth):
    for story, one in truth.shown.items():
        page = html.fromstring(seeding.page("story", newsroom, story).body)
        assert page.xpath("//dd[@class='hot']/text()") == [str(truth.records[one.lead].record.heat)]
        assert components.outlet(truth.articles[one.lead])

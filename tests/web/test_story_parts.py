"""A story in parts: its page and the API link the earlier and the later ones."""

import seeding
from lxml import html
from seeding import opened
from starlette.testclient import TestClient

from coranto.run.ingest import Ingest
from coranto.web import app

SAID = [
    "begins",
    "waits",
    "stops",
    "resumes",
    "falters",
    "slows",
    "halts",
    "restarts",
    "succeeds",
    "slips",
    "fails",
    "returns",
    "pauses",
    "quickens",
    "nears its end",
    "ends",
    "is paid",
    "is disputed",
    "is celebrated",
    "is over",
]


def test_each_part_links_the_others(tmp_path):
    newsroom = opened(tmp_path)
    ingest = Ingest(newsroom)
    stories = [
        ingest.add(
            seeding.article(f"Skagen ferry aground: salvage {what}", "Halden Post", 24 * (20 - day), excerpt=""),
            None,
        )
        for day, what in enumerate(SAID)
    ]
    first, second, third = dict.fromkeys(stories)
    client = TestClient(app.make(newsroom))
    whole = client.get(f"/api/v1/stories/{second}").json()
    assert (whole["earlier"], whole["later"]) == ([first], [third])
    assert client.get(f"/api/v1/stories/{third}").json()["earlier"] == [first, second]
    assert client.get(f"/api/v1/stories/{first}").json()["later"] == [second, third]
    page = html.fromstring(client.get(f"/s/{second}/").content)
    (section,) = page.xpath("//section[@aria-labelledby='parts']")
    said = " ".join(section.text_content().split())
    assert "The same story, day 9" in said
    assert "salvage begins earlier: 15 Feb 2026 – 22 Feb 2026" in said
    assert "salvage is paid goes on:" in said
    alone = html.fromstring(client.get(f"/s/{first}/").content)
    assert "The same story goes on" in alone.xpath("//section[@aria-labelledby='parts']")[0].text_content()
    account = client.get(f"/api/v1/explain/{newsroom.store.get_stories([second])[second].members[0].article}").json()
    assert [member["continues"] for _, member in account["members"]].count(first) == 1

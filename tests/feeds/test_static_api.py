"""The API's pages, byte for byte."""

import json
from datetime import UTC, datetime

import msgspec

from coranto.feeds import static_api
from coranto.model.article import Picture, Provider
from coranto.model.change import StoredRecord
from coranto.model.newsletter import Issue
from coranto.model.record import Record
from coranto.model.settings import Site
from coranto.model.topic import Topic

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = Site(title="The Site", url="https://news.example/ai")
RECORD = Record(
    category="news",
    title="“A”\n",
    excerpt="E",
    published_date_time=NOON,
    web_url="https://example.org/a",
    type="article",
    heat=88,
    published=True,
    provider=Provider(name="Ex", domain="example.org"),
    topics=("AI",),
    images=(Picture(url="https://example.org/a.jpg", width=1, extra={"title": "T"}),),
)
FILED = StoredRecord(article="a", path="_news/2026-03-01-a.md", record=RECORD, changed=NOON)
PAGE = """\
{
  "page": 2,
  "value": [
    {
      "path": "_news/2026-03-01-a.md",
      "title": "“A”\\n",
      "excerpt": "E",
      "sourceUrl": null,
      "webUrl": "https://example.org/a",
      "originalUrl": null,
      "featuredContent": null,
      "highlight": null,
      "heat": 88,
      "tags": null,
      "images": [
        {
          "url": "https://example.org/a.jpg",
          "width": 1,
          "height": null,
          "title": "T",
          "attribution": null,
          "isCached": false
        }
      ],
      "content": "",
      "type": "article",
      "ampWebUrl": null,
      "cdnAmpWebUrl": null,
      "publishedDateTime": "2026-03-01T12:00:00Z",
      "updatedDateTime": null,
      "provider": {
        "name": "Ex",
        "domain": "example.org",
        "images": null,
        "publishers": null,
        "authors": null
      },
      "locale": "en-us",
      "categories": [
        "news"
      ],
      "topics": [
        "AI"
      ]
    }
  ],
  "nextPage": 3
}"""


def test_a_page():
    assert static_api.page([FILED], 2, more=True, site=SITE).decode() == PAGE


def test_the_last_page_and_an_empty_one():
    assert json.loads(static_api.page([], 1, more=False, site=SITE)) == {"page": 1, "value": [], "nextPage": None}


def test_what_may_not_stand_there_does_not():
    dirty = msgspec.structs.replace(
        RECORD, title="a\ud800\x00b", web_url="javascript:alert(1)", images=(Picture(url="data:x"),)
    )
    [item] = json.loads(static_api.page([msgspec.structs.replace(FILED, record=dirty)], 1, more=False, site=SITE))[
        "value"
    ]
    assert (item["title"], item["webUrl"], item["images"]) == ("ab", None, None)


def test_topics():
    topics = [
        Topic(
            id="ai", name="AI", images=("https://example.org/ai.jpg",), services={"people": "https://example.org/p/"}
        ),
        Topic(id="vision", name="Computer Vision", shortname="Vision", parent="AI"),
    ]
    assert json.loads(static_api.topics(topics, SITE)) == {
        "value": [
            {
                "name": "AI",
                "shortname": "AI",
                "id": "ai",
                "images": ["https://example.org/ai.jpg"],
                "services": [{"name": "people", "endpoint": "https://example.org/p/"}],
            },
            {
                "name": "Computer Vision",
                "shortname": "Vision",
                "id": "vision",
                "parent": "AI",
                "services": [{"name": "news", "endpoint": "https://news.example/ai/api/news/vision/"}],
            },
        ]
    }


def test_newsletters():
    issue = Issue(
        path="_newsletters/the-site-2026-03-01.html",
        title="The Site (2026-03-01)",
        excerpt="A / B",
        published=NOON,
        web_url="https://news.example/ai/newsletter/2026-03-01/",
        topics=("AI",),
    )
    page = json.loads(static_api.newsletters([issue], 1, more=False, site=SITE))
    assert list(page) == ["title", "path", "page", "value", "nextPage"]
    assert page["value"][0]["publishedDateTime"] == "2026-03-01T12:00:00Z"

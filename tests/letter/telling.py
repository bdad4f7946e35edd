"""Stories and issues for these tests."""

from datetime import UTC, date, datetime, timedelta

from coranto.letter import issue_file
from coranto.model.newsletter import IssueStory, StoredIssue

NOW = datetime(2026, 3, 9, 6, tzinfo=UTC)


def story(title, **fields):
    name = fields.pop("name", title.lower().replace(" ", "-"))
    return IssueStory(
        **{
            "story": name,
            "article": f"a-{name}",
            "title": title,
            "line": f"What is known of {title}.",
            "path": f"/s/{name}/",
            "url": f"https://wire.example/{name}",
            "outlet": "Wire",
            "domains": ("wire.example",),
            "heat": 80,
            "published": NOW - timedelta(hours=5),
        }
        | fields
    )


def issue(*stories, day=date(2026, 3, 9), **fields):
    head = issue_file.head("Bees Every Day", "https://bees.example", day, NOW, stories, fields.get("topic", ""))
    return StoredIssue(
        **{"issue": head, "day": day, "since": NOW - timedelta(days=3), "until": NOW, "stories": stories} | fields
    )

"""Compare the issues of a sister site, as stored, with what Coranto writes for the same days and stories.

    python benchmarks/issues.py ../shared/data/records/powerapps.tar.xz

Prints a line of JSON: issues whose front matter is written as the same bytes; whose path, title and address follow from
site, day and lead titles; whose hour is the rhythm's; and for the news among their leads, whether the rule chooses the
same from the stored records, in the same order (``same``: these and no others; ``in_order``: these, among others).
"""

import json
import re
import sys
import tarfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coranto.letter import compose, issue_file
from coranto.letter.schedule import Rhythm
from coranto.model.newsletter import IssueStory
from coranto.model.record import Record
from coranto.record import frontmatter

SITE, URL = "Power Apps Every Day", "https://everyday.cc/powerapps"
RHYTHM = Rhythm(time(11), ZoneInfo("America/Los_Angeles"), ("mon", "tue", "wed", "thu", "fri"))
DAY = timedelta(days=1)


def texts(archive):
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith((".md", ".html")):
                yield member.name, tar.extractfile(member).read().decode()


def story(record: Record) -> IssueStory:
    return IssueStory(
        story=record.web_url,
        article=record.web_url,
        title=record.title,
        path="",
        url=record.web_url,
        outlet="",
        heat=record.heat or 0,
        published=record.published_date_time,
        topics=record.topics,
    )


def news(records: list[Record], begin: datetime, end: datetime) -> list[str]:
    """Return the titles that the rule chooses of what was published in a time."""
    within = [story(one) for one in records if one.published and begin < one.published_date_time <= end]
    return [one.title for one in compose.compose(within, [], {}, None, 100, 0).stories]


def main(archive: str) -> None:
    files = dict(texts(archive))
    records = [
        frontmatter.read(text, name) for name, text in files.items() if "/_news/" in name and name.endswith(".md")
    ]
    titles = {one.title for one in records if one.published}
    counts: Counter[str] = Counter()
    misses: list[dict[str, object]] = []
    for name, text in sorted(files.items()):
        if not re.search(r"/(newsletters_frontmatter|_newsletters_full)/", name):
            continue
        stem = name.rpartition("/")[2].rpartition(".")[0]
        issue, html = issue_file.read(text, f"_newsletters/{stem}.html")
        leads = issue.excerpt.split(" / ")
        day = date.fromisoformat(stem[-10:])
        told = tuple(
            story(Record(title=one, web_url=one, published_date_time=issue.published, topics=issue.topics))
            for one in leads
        )
        made = issue_file.head(SITE, URL, day, issue.published, told)
        counts["issues"] += 1
        counts["whole"] += bool(html)
        counts["bytes"] += issue_file.write(issue, html) == text
        counts["path"] += made.path == issue.path
        counts["title"] += made.title == issue.title
        counts["address"] += made.web_url == issue.web_url
        counts["topics"] += made.topics == issue.topics
        counts["excerpt"] += made.excerpt == issue.excerpt
        counts["day"] += RHYTHM.day(issue.published) == day
        counts["hour"] += timedelta(0) <= issue.published - RHYTHM.moment(day) < timedelta(minutes=10)
        stored = [one for one in leads if one in titles]
        counts["leads"] += len(leads)
        counts["leads_stored"] += len(stored)
        chosen = {
            "original": news(records, issue.published - DAY, issue.published),
            "ours": news(records, RHYTHM.last(RHYTHM.moment(day) - timedelta(seconds=1)), issue.published),
        }
        counts["with_news"] += bool(stored)
        for rule, found in chosen.items():
            same = found[: compose.LEADS] == stored
            counts[f"{rule}_same"] += same
            counts[f"{rule}_news"] += bool(found)
            counts[f"{rule}_in_order"] += bool(stored) and [one for one in found if one in stored] == stored
            if not same:
                misses.append({"issue": stem, "rule": rule, "stored": stored, "chosen": found})
    for miss in misses:
        print(json.dumps(miss, ensure_ascii=False), file=sys.stderr)
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1])

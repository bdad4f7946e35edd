"""The file of an issue, ``_newsletters/<site-slug>-YYYY-MM-DD.html``: front matter, then the mail's HTML.

``read(write(issue, html)) == (issue, html)`` for texts that are clean, and a file that keeps to the contract is
written as the same bytes.
"""

import re
from datetime import date, datetime

from coranto.config import safe_yaml
from coranto.errors import RecordError
from coranto.letter import compose
from coranto.model.newsletter import Issue, IssueStory
from coranto.record import emit, sanitize, slug
from coranto.record.read import Reading

FOLDER = "_newsletters"
_FENCE = re.compile(r"^---$\n?", re.MULTILINE)


def head(
    site: str,
    url: str,
    day: date,
    published: datetime,
    stories: tuple[IssueStory, ...],
    topic: str = "",
    name: str = "",
) -> Issue:
    """Return the front matter of an issue.

    Parameters
    ----------
    site, url : str
        The site's title and its address, without a slash at its end.
    day : date
        The issue's day, in the site's zone.
    published : datetime
        When it is sent.
    stories : tuple of IssueStory
        Its stories, in order.
    topic, name : str
        Id and name of the topic of its list; "" for the list of everything.

    """
    stem = f"{slug.slug(site) or 'newsletter'}{f'-{slug.slug(topic)}' if topic else ''}-{day}"
    return Issue(
        path=f"{FOLDER}/{stem}.html",
        title=sanitize.line(f"{site}: {name} ({day})" if topic else f"{site} ({day})"),
        excerpt=sanitize.line(compose.excerpt(stories)),
        published=published,
        web_url=f"{url}/newsletter/{stem}/",
        topics=tuple(dict.fromkeys(name for story in stories for name in story.topics)),
    )


def write(issue: Issue, html: str = "") -> str:
    """Write an issue as the text of its file."""
    fields = [
        ("title", emit.quoted(issue.title)),
        ("excerpt", emit.quoted(issue.excerpt)),
        ("publishedDateTime", emit.stamp(issue.published)),
        ("webUrl", emit.quoted(sanitize.address(issue.web_url))),
        ("type", emit.plain(issue.type)),
    ]
    text = "---\n" + "".join(f"{name}: {value}\n" for name, value in fields if value) + "\n"
    if topics := [shown for name in issue.topics if (shown := emit.plain(name))]:
        text += "topics:\n" + "".join(f"  - {name}\n" for name in topics) + "\n"
    if issue.secured and (sealed := emit.quoted(issue.secured)):
        text += f"secured: {sealed}\n"
    return f"{text}---\n{html}"


def read(text: str, path: str) -> tuple[Issue, str]:
    """Read the text of an issue's file: the issue and the mail's HTML.

    Raises
    ------
    RecordError
        It has no front matter, or a field is missing or of the wrong type; the message names file and line.

    """
    fences = list(_FENCE.finditer(text))[:2]
    if len(fences) < 2 or fences[0].start() != 0:
        raise RecordError("is no issue: it begins with a line `---`, and another one ends its fields", f"{path}:1")
    documents = safe_yaml.documents(text[len("---") : fences[1].start()], path, RecordError)
    fields = documents[0].fields if documents and isinstance(documents[0], safe_yaml.Table) else {}
    return _issue(fields, path), text[fences[1].end() :]


def _issue(fields: dict[str, safe_yaml.Node], path: str) -> Issue:
    for name in ("title", "publishedDateTime", "webUrl"):
        if name not in fields:
            raise RecordError(f"has no `{name}`, which every issue has", path)
    reading = Reading(path)
    known: dict[str, str] = {
        name: reading.text(fields[name], name) for name in ("excerpt", "type", "secured") if name in fields
    }
    return Issue(
        path=path,
        title=reading.text(fields["title"], "title"),
        excerpt=known.pop("excerpt", ""),
        published=reading.moment(fields["publishedDateTime"], "publishedDateTime"),
        web_url=reading.address(fields["webUrl"], "webUrl"),
        topics=reading.names(fields["topics"], "topics") if "topics" in fields else (),
        **known,
    )

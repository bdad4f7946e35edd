"""An issue of the newsletter: its front matter, its stories, and how far it has come."""

from datetime import date, datetime
from typing import Literal

import msgspec

# draft: being composed; planned: goes out at ``due``; ready: its bytes are settled and its file is being written;
# archived: on the site and in its feeds.
IssueState = Literal["draft", "planned", "ready", "archived"]
# "": not sent; sending: rows of the ledger wait; held: they wait for a person; sent: none waits any more
MailState = Literal["", "sending", "held", "sent"]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """An issue as in its front matter: ``excerpt`` are the titles of its leading stories, joined by `` / ``."""

    path: str  # _newsletters/<site-slug>-YYYY-MM-DD.html
    title: str
    excerpt: str
    published: datetime
    web_url: str
    topics: tuple[str, ...] = ()
    type: str = "article"
    secured: str | None = None

    @property
    def ident(self) -> str:
        """The name of its file without the ending, which is also its place in addresses."""
        return self.path.rpartition("/")[2].removesuffix(".html")


class IssueStory(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A story as an issue tells it; it stays so, whatever becomes of the story.

    Attributes
    ----------
    story, article : str
        The ids of the story and of the article that led it; ``story`` is the article's id where it is in no story.
    title, line : str
        The headline, and the sentence beneath it.
    path : str
        Of its page on the site.
    url, outlet : str
        Where readers are sent, and who wrote that.
    outlets : tuple of (str, str)
        Name and address of the other outlets, best first.
    domains : tuple of str
        Of all outlets that reported it when the issue was composed.
    heat : int
        As it was when the issue was composed.
    language : str or None
        Of the headline.
    update : bool
        Whether an earlier issue of the list had it.

    """

    story: str
    article: str
    title: str
    line: str = ""
    path: str
    url: str
    outlet: str
    outlets: tuple[tuple[str, str], ...] = ()
    domains: tuple[str, ...] = ()
    topic: str = ""  # name of its most specific topic
    topic_path: str = ""
    topics: tuple[str, ...] = ()  # names of all its topics
    heat: int
    published: datetime
    language: str | None = None
    update: bool = False


class StoredIssue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An issue in the store.

    ``topic`` is the name of its list: the id of a topic, "" for everything (``coranto.letter.lists``). The issue is
    about what was published from ``since`` to ``until``; ``passed`` are the ids of the stories of that time, and of
    some days before, which it does not tell. ``late`` says that its time has passed without it, so that a person
    decides; ``mail`` is how far its mail has come.
    """

    issue: Issue
    topic: str = ""
    day: date
    state: IssueState = "draft"
    since: datetime
    until: datetime
    due: datetime | None = None
    late: bool = False
    intro: str = ""
    stories: tuple[IssueStory, ...] = ()
    passed: tuple[str, ...] = ()
    mail: MailState = ""

    @property
    def public(self) -> bool:
        """Whether readers see it."""
        return self.state == "archived"

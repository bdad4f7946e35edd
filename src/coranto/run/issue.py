"""The newsletter at work: draft an issue, plan it, put it on the site, take it back.

An issue goes out in two steps. First its HTML is settled and saved with the state ``ready``; then its file is written,
and it is ``archived``. A run that is killed in between does the second step again, with the same bytes.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from coranto import errors
from coranto.i18n import current
from coranto.i18n.current import localized
from coranto.i18n.messages import _
from coranto.letter import check as letter_check
from coranto.letter import compose, issue_file, lists, mail, schedule
from coranto.mailing import ledger, links
from coranto.model.newsletter import Issue, IssueStory, StoredIssue
from coranto.newsroom import Newsroom
from coranto.notify import issue_webhooks
from coranto.record import write
from coranto.run import issue_stories

LOOK_BACK = timedelta(days=7)  # within which a story may be published late, or go on
UPDATES = 3  # stories of earlier issues that went on, at most
_EARLIER = 30  # issues whose stories do not come again: those of the time above, also of a list with one a day
_WEEK = timedelta(days=7)
_BEFORE = timedelta(microseconds=1)


def draft(newsroom: Newsroom, topic: str = "", *, again: bool = False) -> StoredIssue:
    """Draft today's issue of a list, or return the draft that is there.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    topic : str
        The list: the id of a topic, "" for everything, with ``@weekly`` behind it for the one that comes weekly.
    again : bool
        Compose anew; what a person changed in the draft is lost.

    Raises
    ------
    IssueError
        The topic does not exist, nothing was published since the last issue, or today's issue is out already.

    """
    if lists.topic(topic) and lists.topic(topic) not in newsroom.taxonomy.by_id:
        known = ", ".join(one.id for one in newsroom.taxonomy)
        raise errors.IssueError(f"there is no topic with the id `{lists.topic(topic)}`; there are {known or 'none'}")
    now = newsroom.now()
    with newsroom.store.transaction(writes=True):
        found = composed(newsroom, now, topic)
        before = newsroom.store.get_issue(found.issue.ident)
        if before is not None and before.state in ("ready", "archived"):
            raise errors.IssueError(
                f"the issue of {before.day} is out; `coranto issue recall {before.issue.ident}` takes it off the site"
            )
        if before is not None and not again:
            return before
        if not found.stories:
            raise errors.IssueError(
                f"nothing was published since {found.since:%Y-%m-%d %H:%M} UTC that this list has not had; "
                "`coranto doctor` says what is published, and the line in force"
            )
        newsroom.store.save_issue(found)
    return found


def save(newsroom: Newsroom, changed: StoredIssue) -> StoredIssue:
    """Save a draft that a person changed; its front matter follows its stories.

    Raises
    ------
    IssueError
        It is out already, or has no story left.

    """
    if not changed.stories:
        raise errors.IssueError("an issue has at least one story; `coranto issue draft --again` composes it anew")
    head = _head_again(newsroom, changed, changed.issue.published, changed.stories)
    saved = msgspec.structs.replace(changed, issue=head)
    with newsroom.store.transaction(writes=True):
        editable(get(newsroom, changed.issue.ident))
        newsroom.store.save_issue(saved)
    return saved


def pool(newsroom: Newsroom, draft: StoredIssue) -> list[IssueStory]:
    """Return the stories that a draft passes over, hottest first."""
    passed, named = set(draft.passed), {one.story for one in draft.stories}
    since = min(draft.since, draft.until - LOOK_BACK)
    found = issue_stories.candidates(newsroom, since, draft.until, lists.topic(draft.topic))
    return sorted((one for one in found if one.story in passed - named), key=lambda one: -one.heat)


def get(newsroom: Newsroom, ident: str) -> StoredIssue:
    """Return an issue by its name, its day, or its file's path.

    Raises
    ------
    IssueError
        There is none.

    """
    name = ident.rpartition("/")[2].removesuffix(".html")
    if (found := newsroom.store.get_issue(name)) is not None:
        return found
    of_day = [one for one in newsroom.store.get_issues() if f"{one.day}" == name]
    if len(of_day) == 1:
        return of_day[0]
    if of_day:
        raise errors.IssueError(f"{name} has several issues: {', '.join(one.issue.ident for one in of_day)}")
    raise errors.IssueError(f"there is no issue `{ident}`; `coranto issue show` lists those there are")


def latest(newsroom: Newsroom, topic: str = "") -> StoredIssue:
    """Return the newest issue of a list; ``IssueError`` if it has none."""
    known = newsroom.store.get_issues(topic)
    if not known:
        raise errors.IssueError("there is no issue yet; `coranto issue draft` composes one")
    return known[0]


def plan(newsroom: Newsroom, ident: str, at: datetime | None = None) -> StoredIssue:
    """Let a draft go out at a moment, by default the next of the schedule.

    Raises
    ------
    IssueError
        It does not exist, is out already, or the moment has passed.

    """
    now = newsroom.now()
    due = at or schedule.rhythm(newsroom.settings.letter).following(now)
    if due <= now:
        raise errors.IssueError(f"{due:%Y-%m-%d %H:%M} UTC has passed; `coranto issue archive` puts it out now")
    with newsroom.store.transaction(writes=True):
        planned = msgspec.structs.replace(editable(get(newsroom, ident)), state="planned", due=due, late=False)
        newsroom.store.save_issue(planned)
    return planned


def archive(newsroom: Newsroom, ident: str) -> StoredIssue:
    """Put an issue out: its file, its page, the feeds and the API, without mail.

    Stories that are no longer published are left out.

    Raises
    ------
    IssueError
        It does not exist, is out already, or has no story left.
    WriteError
        Its file cannot be written; the next round tries again.

    """
    with newsroom.store.transaction(writes=True):
        settle(newsroom, editable(get(newsroom, ident)))
    finish(newsroom)
    return get(newsroom, ident)


def recall(newsroom: Newsroom, ident: str) -> StoredIssue:
    """Take a plan back, or an issue off the site with its file, and stop its mail; it is a draft again.

    Who has it already, or may have it, stays in the ledger, and does not get it again.

    Raises
    ------
    IssueError
        It does not exist, or is a draft.
    WriteError
        Its file cannot be deleted.

    """
    finish(newsroom)
    with newsroom.store.transaction(writes=True):
        found = get(newsroom, ident)
        if found.state == "draft":
            raise errors.IssueError(f"{found.issue.ident} is a draft: nothing is planned, and nothing is out")
        back = msgspec.structs.replace(found, state="draft", due=None, late=False, mail="")
        newsroom.store.save_issue(back)
        newsroom.store.delete_deliveries_waiting(found.issue.ident)
        path = newsroom.records / found.issue.path
        try:
            path.unlink(missing_ok=True)
        except OSError as why:
            raise write.trouble(path, why) from why
    return back


def finish(newsroom: Newsroom) -> None:
    """Write the files of the issues that are ready: those of a run that was killed too."""
    for ready in newsroom.store.get_issues():
        if ready.state == "ready":
            html = newsroom.store.issue_html(ready.issue.ident) or ""
            data = issue_file.write(ready.issue, html).encode()
            write.write_if_changed(newsroom.records / ready.issue.path, data, newsroom.records)
            archived = msgspec.structs.replace(ready, state="archived", due=None)
            with newsroom.store.transaction(writes=True):
                newsroom.store.save_issue(archived)
                issue_webhooks.enqueue(newsroom, archived, html, text(newsroom, archived))


@localized
def html(newsroom: Newsroom, issue: StoredIssue) -> str:
    """Return the HTML of an issue: as it was settled, or as it would be."""
    settled = newsroom.store.issue_html(issue.issue.ident) if issue.public else None
    return mail.html(letter_of(newsroom, issue)) if settled is None else settled


@localized
def text(newsroom: Newsroom, issue: StoredIssue) -> str:
    """Return an issue as plain text, which names every story with its address."""
    return mail.text(letter_of(newsroom, issue))


@localized
def check(newsroom: Newsroom, issue: StoredIssue) -> list[str]:
    """Return what to look at before an issue goes out, each with what to do."""
    letter = letter_of(newsroom, issue)
    earlier = [one for one in newsroom.store.get_issues(issue.topic) if one.day < issue.day and one.state != "draft"]
    return list(letter_check.findings(letter, mail.html(letter), mail.text(letter), earlier))


@localized
def settle(newsroom: Newsroom, issue: StoredIssue) -> None:
    """Save an issue as ready, with its HTML and the present time."""
    records = newsroom.store.get_records([one.article for one in issue.stories])
    hidden = {name for name, one in newsroom.store.get_overrides(records).items() if one.hidden}
    published = {name for name, one in records.items() if one.record.published} - hidden
    left = tuple(one for one in issue.stories if one.article in published)
    if not left:
        raise errors.IssueError(
            "none of its stories is published any more; `coranto issue draft --again` composes anew"
        )
    head = _head_again(newsroom, issue, newsroom.now(), left)
    ready = msgspec.structs.replace(issue, issue=head, state="ready", stories=left, late=False)
    newsroom.store.save_issue(ready, mail.html(letter_of(newsroom, ready)))


def letter_of(newsroom: Newsroom, issue: StoredIssue) -> mail.Letter:
    """Return what the mail of an issue is made of; with places for personal links where mail is set up."""
    site, mailed = newsroom.settings.site, ledger.is_set_up(newsroom.settings)
    answering = links.site(newsroom.settings)
    return mail.Letter(
        issue=issue,
        site=site.title,
        url=site.url,
        postal=newsroom.settings.letter.postal,
        leave=links.address(answering, "leave") if mailed else "",
        change=links.address(answering, "settings") if mailed else "",
    )


def composed(
    newsroom: Newsroom, now: datetime, topic: str, day: date | None = None, begin: datetime | None = None
) -> StoredIssue:
    """Compose the issue of a day, by default today; a list's first issue is about what came after ``begin``."""
    letter, rhythm = newsroom.settings.letter, schedule.rhythm(newsroom.settings.letter)
    day = day or rhythm.day(now)
    earlier = [one for one in newsroom.store.get_issues(topic) if one.day < day and one.state != "draft"][:_EARLIER]
    if begin is None or lists.weekly(topic):
        begin = rhythm.moment(day) - _WEEK if lists.weekly(topic) else rhythm.last(rhythm.moment(day) - _BEFORE)
    since = earlier[0].until if earlier else begin
    found = issue_stories.candidates(newsroom, min(since, now - LOOK_BACK), now, lists.topic(topic))
    heirs = issue_stories.heirs(newsroom, _named(earlier))
    fresh = None if earlier else [one.story for one in found if one.published >= since]
    choice = compose.compose(found, earlier, heirs, fresh, letter.most, UPDATES)
    return StoredIssue(
        issue=_head(newsroom, day, now, choice.stories, topic),
        topic=topic,
        day=day,
        since=since,
        until=now,
        stories=choice.stories,
        passed=choice.passed,
    )


def _head(newsroom: Newsroom, day: date, published: datetime, stories: tuple[IssueStory, ...], topic: str) -> Issue:
    site, ident = newsroom.settings.site, lists.topic(topic)
    known = newsroom.taxonomy.by_id.get(ident)
    name = known.name if known else ident
    if lists.weekly(topic):
        with current.speaking(newsroom):
            name = f"{name}, {_('weekly')}" if name else _("weekly")
    stem = f"{ident} weekly".strip() if lists.weekly(topic) else ident
    return issue_file.head(site.title, site.url, day, published, stories, stem, name)


def _head_again(newsroom: Newsroom, issue: StoredIssue, published: datetime, stories: tuple[IssueStory, ...]) -> Issue:
    """Return the new front matter; an issue keeps its name, also where the paper has got another one since."""
    made, name = _head(newsroom, issue.day, published, stories, issue.topic), issue.issue.ident
    return msgspec.structs.replace(
        made, path=issue.issue.path, web_url=f"{newsroom.settings.site.url}/newsletter/{name}/"
    )


def _named(issues: Iterable[StoredIssue]) -> set[str]:
    return {name for one in issues for name in (*one.passed, *(story.story for story in one.stories))}


def editable(found: StoredIssue) -> StoredIssue:
    """Return an issue that can still be changed; ``IssueError`` for one that is out."""
    if found.state in ("ready", "archived"):
        raise errors.IssueError(
            f"{found.issue.ident} is out; `coranto issue recall {found.issue.ident}` takes it off the site"
        )
    return found

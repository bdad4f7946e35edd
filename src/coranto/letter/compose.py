"""Choose the stories of an issue: what its list has not had yet, hottest first; and earlier stories that went on."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from coranto.model.newsletter import IssueStory, StoredIssue

LEADS = 3  # titles in the excerpt
NEW_OUTLETS = 2  # that bring an earlier story into an issue again


class Choice(msgspec.Struct, frozen=True):
    """The stories of an issue, updates last, and the ids of the stories that it passes over."""

    stories: tuple[IssueStory, ...]
    passed: tuple[str, ...]


def compose(
    candidates: Iterable[IssueStory],
    earlier: Sequence[StoredIssue],
    heirs: Mapping[str, str],
    fresh: Iterable[str] | None,
    most: int,
    updates: int,
) -> Choice:
    """Choose the stories of an issue.

    Parameters
    ----------
    candidates : iterable of IssueStory
        The stories that are published now and were in the last days.
    earlier : sequence of StoredIssue
        The issues of the same list that may have had them, newest first.
    heirs : mapping of str to str
        Ids of merged stories, and the stories that they became part of.
    fresh : iterable of str, optional
        For a list's first issue: the ids of the stories that are new enough for it. Otherwise every story is that no
        issue had or passed over, however old its article: it may have been published only now.
    most, updates : int
        The most new stories, and the most of earlier issues.

    """
    told: dict[str, IssueStory] = {}
    for issue in earlier:
        for story in issue.stories:
            told.setdefault(heirs.get(story.story, story.story), story)
    articles = {story.article for issue in earlier for story in issue.stories}
    passed = {heirs.get(name, name) for issue in earlier for name in issue.passed}
    ordered = sorted(candidates, key=_hottest)
    known = [one for one in ordered if one.story in told]
    unknown = [one for one in ordered if one.story not in told and one.article not in articles]
    allowed = None if fresh is None else set(fresh)
    new = [one for one in unknown if one.story not in passed and (allowed is None or one.story in allowed)][:most]
    again = [msgspec.structs.replace(one, update=True) for one in known if went_on(told[one.story], one)][:updates]
    names = {one.story for one in new}
    return Choice((*new, *again), tuple(one.story for one in unknown if one.story not in names))


def went_on(before: IssueStory, now: IssueStory) -> bool:
    """Whether a story has gone on since an issue: further outlets report it."""
    return len(set(now.domains) - set(before.domains)) >= NEW_OUTLETS


def excerpt(stories: Iterable[IssueStory]) -> str:
    """Return the titles of the leading stories, joined by `` / ``."""
    return " / ".join([one.title for one in stories][:LEADS])


def sections(stories: Iterable[IssueStory]) -> list[tuple[str, list[IssueStory]]]:
    """Group stories by topic name: the topic of the hottest story first; stories without a topic under ""."""
    grouped: dict[str, list[IssueStory]] = {}
    for one in stories:
        grouped.setdefault(one.topic, []).append(one)
    return list(grouped.items())


def _hottest(one: IssueStory) -> tuple[int, float, str]:
    return -one.heat, -one.published.timestamp(), one.article

"""An editor's changes of a draft: headlines, lines, the order, what is in it, the introduction."""

import msgspec

from coranto.errors import IssueError
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.record import sanitize


def headline(draft: StoredIssue, number: int, title: str) -> StoredIssue:
    """Replace a story's headline; ``number`` counts from 1."""
    if not (said := sanitize.title(title)):
        raise IssueError(f"story {number} needs a headline of at least one letter")
    return _replaced(draft, number, title=said)


def line(draft: StoredIssue, number: int, text: str) -> StoredIssue:
    """Replace a story's line; "" removes it."""
    return _replaced(draft, number, line=sanitize.line(text))


def move(draft: StoredIssue, number: int, to: int) -> StoredIssue:
    """Move a story to another place; those after it follow."""
    stories = list(draft.stories)
    _story(draft, to)
    stories.insert(to - 1, stories.pop(stories.index(_story(draft, number))))
    return msgspec.structs.replace(draft, stories=tuple(stories))


def leave_out(draft: StoredIssue, number: int) -> StoredIssue:
    """Take a story out; it counts as passed over, so that no later issue tells it as new."""
    gone = _story(draft, number)
    stories = tuple(one for one in draft.stories if one is not gone)
    passed = draft.passed if gone.update else (*draft.passed, gone.story)
    return msgspec.structs.replace(draft, stories=stories, passed=passed)


def put_in(draft: StoredIssue, story: IssueStory) -> StoredIssue:
    """Put in a story that was passed over, as the last."""
    passed = tuple(name for name in draft.passed if name != story.story)
    return msgspec.structs.replace(draft, stories=(*draft.stories, story), passed=passed)


def intro(draft: StoredIssue, text: str) -> StoredIssue:
    """Set the words at the head of the issue; line breaks are kept."""
    return msgspec.structs.replace(draft, intro=sanitize.text(text).strip())


def _story(draft: StoredIssue, number: int) -> IssueStory:
    if not 1 <= number <= len(draft.stories):
        raise IssueError(f"there is no story {number} in {draft.issue.ident}; it has 1 to {len(draft.stories)}")
    return draft.stories[number - 1]


def _replaced(draft: StoredIssue, number: int, **fields: str) -> StoredIssue:
    old = _story(draft, number)
    new = msgspec.structs.replace(old, **fields)
    return msgspec.structs.replace(draft, stories=tuple(new if one is old else one for one in draft.stories))

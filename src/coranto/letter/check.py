"""What to look at before an issue goes out."""

from collections.abc import Iterator, Sequence

from coranto.letter.mail import Letter
from coranto.model.newsletter import StoredIssue
from coranto.record import sanitize

CLIP = 102_000  # bytes above which the largest mail service cuts a mail


def findings(letter: Letter, html: str, text: str, earlier: Sequence[StoredIssue]) -> Iterator[str]:
    """Yield what is wrong with an issue, each with what to do.

    Parameters
    ----------
    letter : Letter
        What its mail is made of.
    html, text : str
        The mail's parts.
    earlier : sequence of StoredIssue
        The issues of the same list before it.

    """
    issue = letter.issue
    size = len(html.encode())
    if size > CLIP:
        yield f"the mail has {size:,} bytes; the largest mail service cuts it at {CLIP:,}: lower `letter.most`"
    for number, one in enumerate(issue.stories, 1):
        if one.title not in text or letter.url + one.path not in text:
            yield f"story {number} is not in the plain text with its address: give it another headline"
        if not sanitize.web(one.url):
            yield f"story {number} leads to no web address: take it out with `--leave-out {number}`"
        if not one.update and (told := _told(one.story, one.article, earlier)):
            yield f"story {number} was told in {told}: take it out with `--leave-out {number}`"
    if not letter.postal:
        yield "the mail has no postal address, which the law asks for in many countries: set `letter.postal`"
    if issue.late:
        yield "its hour has passed: put it out with `coranto issue archive`, or plan it anew"


def _told(story: str, article: str, earlier: Sequence[StoredIssue]) -> str:
    for issue in earlier:
        if any(story == one.story or article == one.article for one in issue.stories):
            return issue.issue.ident
    return ""

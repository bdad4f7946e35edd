"""``coranto explain``: print everything known about one article, on one screen."""

import textwrap
from collections.abc import Iterable, Iterator

import click
import msgspec

from coranto import errors
from coranto.cli import lines, open_site
from coranto.decide import also_told, edits, explain, paragraph
from coranto.decide.explain import Explanation
from coranto.feeds import explanation_json
from coranto.heat import rank
from coranto.i18n import formats, wording
from coranto.model.score import ScorePart
from coranto.model.story import REST, Member
from coranto.revision import reason as revision_reason

_TOLD = 20  # articles shown of a story
_TERMS, _MEMBERS = 6, 8  # evidence terms shown per member; members shown per story


@click.command()
@click.argument("what", metavar="ADDRESS|PATH|ID|STORY")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def command(ctx: click.Context, what: str, as_json: bool) -> None:
    """Explain an article: a paragraph, where from, topics, fit as a sum, story with evidence, heat, decision.

    WHAT is its address, the path of its record, or its id (as far as it is unambiguous); the id of a story means the
    article that leads it.

    \b
    Example:
      coranto explain _news/2023-10-06-mps-call-for-urgent-stop.md
    """
    with open_site.open_site(ctx) as newsroom:
        story = newsroom.store.get_stories([what]).get(what)
        article = story.lead if story else newsroom.store.resolve_article(what)
        explanation = article and explain.explain(newsroom.store, article, newsroom.now(), newsroom.settings)
    if not explanation:
        raise errors.CorantoError(
            "no article or story has this address, path or id; `coranto serve` has a search", what
        )
    if as_json:
        lines.put(explanation_json.explanation(explanation))
    else:
        for line in say(explanation):
            click.echo(line)


def say(explanation: Explanation) -> Iterator[str]:
    """Yield an explanation as lines for a terminal."""
    article = explanation.article
    yield article.title
    yield f"{article.provider.name} ({article.provider.domain}), {article.published:%Y-%m-%d %H:%M} UTC" + (
        "" if article.dated else ", not dated by the publisher"
    )
    yield article.web_url
    yield ""
    yield " ".join(map(wording.say, paragraph.of(explanation)))
    yield ""
    if explanation.edits is not msgspec.UNSET:
        yield from _block("Decided by hand", (wording.say(edits.explained(edit)) for edit in explanation.edits))
    yield from _block("Found", map(wording.say, explanation.found))
    if explanation.reprints:
        prints = [
            f"{reprint.provider.name}, {reprint.likeness:.0%} the same: {_short(reprint.title)} ({reprint.url})"
            for reprint in explanation.reprints
        ]
        original = [wording.say(explanation.original)] if explanation.original else []
        yield from _block("Also printed by", [*prints, *original])
    yield from _block(
        "Topics", [f"{topic.name}: {wording.say(*topic.reasons)}" for topic in explanation.topics] or ["none"]
    )
    yield from _block(f"Fit {explanation.quality}", _sum(explanation.parts))
    if explanation.story and explanation.members:
        count = len(explanation.members)
        yield from _block(
            f"Story {explanation.story}, " + ("one article" if count == 1 else f"{count} articles"),
            _members(explanation),
        )
    yield from _of_its_story(explanation)
    if explanation.near:
        yield from _block(
            "Near it (the subject, not the event)",
            [
                f"{score(neighbour.score)} {other.provider.name}: {_short(other.title)}"
                for other, neighbour in explanation.near
            ],
        )
    if explanation.near_to:
        yield from _block(
            "Near to the story of",
            [
                f"{score(neighbour.score)} {lead.provider.name}: {_short(lead.title)}"
                for _, lead, neighbour in explanation.near_to
            ],
        )
    heat = _sum(explanation.heat_parts) if explanation.heat_parts else ["only the lead of a story has heat"]
    yield from _block(f"Heat {explanation.heat}" + (" (not the lead)" if explanation.heat == rank.COLD else ""), heat)
    if explanation.path:
        yield from _block("Record", [explanation.path])


def _of_its_story(explanation: Explanation) -> Iterator[str]:
    """Yield who reports the story, in which languages, what was decided of it, and what changed since."""
    if explanation.account.outlets > 1:
        yield from _block("Who told it", _told(explanation))
    if explanation.also_told:
        yield from _block("The same in other languages", _retold(explanation))
    if explanation.story_edits:
        yield from _block(
            "What was decided of this story", [wording.say(explain.deed(edit)) for edit in explanation.story_edits]
        )
    if explanation.revisions:
        yield from _block("What changed since", _changes(explanation))


def _members(explanation: Explanation) -> Iterator[str]:
    """Yield lines for the first members and for this article; a large story would fill many screens."""
    most = _MEMBERS if len(explanation.members) > _MEMBERS + 2 else len(explanation.members)
    shown = [pair for n, pair in enumerate(explanation.members) if n < most or pair[0].id == explanation.article.id]
    for other, member in shown:
        mark = "leads" if other.id == explanation.lead else "     "
        here = " (this article)" if other.id == explanation.article.id else ""
        yield f"{mark} {other.quality:>3}  {other.provider.name}: {_short(other.title)}{here}"
        if member.series:
            yield f"           of the outlet's series “{member.series}”, whose name counts nothing"
        if member.continues:
            yield f"           opened the next part of story {member.continues}"
        if member.evidence:
            yield f"           tied by {_ties(member)}"
        elif len(explanation.members) > 1:
            yield "           " + _came(explanation, other.id)
    if left := len(explanation.members) - len(shown):
        yield f"           and {left} more; --json has them all"


def _told(explanation: Explanation) -> Iterator[str]:
    """Yield who reports the story: the numbers, then each article's part with the sentence that shows it."""
    account, articles = explanation.account, {one.id: one for one, _ in explanation.members}
    yield (
        f"{account.outlets} outlets: {account.own} in words of their own, {account.citing} only cite another, "
        f"{account.copying} only print another's text"
    )
    for part in account.told[:_TOLD]:
        one = articles[part.article]
        first = "first " if part.article == account.first else "      "
        yield f"{first}{one.seen:%m-%d %H:%M}  {one.provider.name}: {wording.say(explain.told(part))}"
        if part.sentence:
            yield f"           “{part.sentence}”"


def _retold(explanation: Explanation) -> Iterator[str]:
    """Yield the stories of other languages that tell the same, with what both name."""
    for one in explanation.also_told:
        language = formats.language_name(one.link.languages[1])
        yield f"{score(one.link.score)} {language}: {_short(one.lead.title)} (story {one.link.other})"
        yield f"     {wording.say(also_told.reason(one))}"


def _changes(explanation: Explanation) -> Iterator[str]:
    """Yield what outlets changed in the articles of the story, and when that was seen."""
    outlets = {one.id: one.provider.name for one in (explanation.article, *(other for other, _ in explanation.members))}
    for one in explanation.revisions:
        said = wording.say(revision_reason.of(one.difference))
        yield f"{one.seen:%Y-%m-%d %H:%M} {outlets[one.article]}, {said}"


def _came(explanation: Explanation, article: str) -> str:
    """Say how an article came into its story without evidence terms."""
    if explain.was_split_off(explanation, article):
        return "put here by an editor"
    return "opened the story" if explanation.story == f"s{article}" else "opened a story that became one with this"


def _ties(member: Member) -> str:
    """Return evidence as a sum that adds up as printed."""
    total, left = score(member.score), round(member.score, 2)
    terms = sorted((tie for tie in member.evidence if tie.term != REST), key=lambda tie: -tie.weight)
    words = []
    for tie in terms[:_TERMS]:
        if (weight := round(tie.weight, 2)) > 0:
            words.append(f"{tie.term} {score(weight)}")
            left -= weight
    left = round(left, 2)
    others = f", other words {score(left)}" if left > 0 else f", less {score(-left)} for what it lacks" if left else ""
    return f"{', '.join(words)}{others} = {total}"


def score(value: float) -> str:
    """Return a score between 0 and 1 with two digits and no leading zero."""
    return f"{value:.2f}".removeprefix("0")


def _sum(parts: tuple[ScorePart, ...]) -> list[str]:
    return [f"{part.points:>4}  {wording.name(part)} ({wording.say(part.reason)})" for part in parts] or [
        "   0  nothing counts"
    ]


def _short(title: str) -> str:
    return textwrap.shorten(title, 76, placeholder="…")


def _block(head: str, body: Iterable[str]) -> Iterator[str]:
    yield head
    for line in body:
        yield f"  {line}"
    yield ""

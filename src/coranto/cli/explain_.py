"""``coranto explain``: everything known about one article, on one screen."""

import textwrap
from collections.abc import Iterable, Iterator

import click

from coranto import errors
from coranto.cli import lines, open_site
from coranto.decide import explain
from coranto.decide.explain import Explanation
from coranto.heat import rank
from coranto.model.score import ScorePart
from coranto.model.story import REST, Member

_TERMS, _MEMBERS = 6, 8  # terms shown of what ties a member; members shown of a story


@click.command()
@click.argument("what", metavar="ADDRESS|PATH|ID")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_context
def command(ctx: click.Context, what: str, as_json: bool) -> None:
    """Explain an article: where from, topics, quality as a sum, story with evidence, heat, decision.

    WHAT is its address, the path of its record, or its id (as far as it is unambiguous).

    \b
    Example:
      coranto explain _news/2023-10-06-mps-call-for-urgent-stop.md
    """  # noqa: D301 - Click's \b keeps the lines
    with open_site.open_site(ctx) as newsroom:
        article = newsroom.store.resolve_article(what)
        told = article and explain.explain(newsroom.store, newsroom.settings, article, newsroom.now(), newsroom.own)
    if not told:
        raise errors.CorantoError("no article has this address, path or id; `coranto serve` has a search", what)
    if as_json:
        lines.put(told)
    else:
        for line in say(told):
            click.echo(line)


def say(told: Explanation) -> Iterator[str]:
    """Say an explanation in lines for a terminal."""
    article = told.article
    yield article.title
    yield f"{article.provider.name} ({article.provider.domain}), {article.published:%Y-%m-%d %H:%M} UTC" + (
        "" if article.dated else ", not dated by the publisher"
    )
    yield article.web_url
    yield ""
    yield told.decision
    yield ""
    yield from _block("Found", told.found)
    if told.reprints:
        prints = [
            f"{one.provider.name}, {one.likeness:.0%} the same: {_short(one.title)} ({one.url})"
            for one in told.reprints
        ]
        yield from _block("Also printed by", [*prints, told.original])
    yield from _block("Topics", [f"{topic.name}: {topic.because}" for topic in told.topics] or ["none"])
    yield from _block(f"Quality {told.quality}", _sum(told.parts))
    if told.story:
        count = len(told.members)
        yield from _block(
            f"Story {told.story}, " + ("one article" if count == 1 else f"{count} articles"),
            _members(told),
        )
    if told.verdicts:
        yield from _block("What was said of this story", map(explain.edit_sentence, told.verdicts))
    if told.near:
        yield from _block(
            "Near it (the subject, not the event)",
            [
                f"{score(neighbour.score)} {other.provider.name}: {_short(other.title)}"
                for other, neighbour in told.near
            ],
        )
    if told.near_to:
        yield from _block(
            "Near to the story of",
            [
                f"{score(neighbour.score)} {lead.provider.name}: {_short(lead.title)}"
                for _, lead, neighbour in told.near_to
            ],
        )
    heat = _sum(told.heat_parts) if told.heat_parts else ["only the lead of a story has heat"]
    yield from _block(f"Heat {told.heat}" + (" (not the lead)" if told.heat == rank.COLD else ""), heat)
    if told.path:
        yield from _block("Record", [told.path])


def _members(told: Explanation) -> Iterator[str]:
    """Write the first members, and this article wherever it stands; a large story would fill many screens."""
    most = _MEMBERS if len(told.members) > _MEMBERS + 2 else len(told.members)
    shown = [one for n, one in enumerate(told.members) if n < most or one[0].id == told.article.id]
    for other, member in shown:
        mark = "leads" if other.id == told.lead else "     "
        here = " (this article)" if other.id == told.article.id else ""
        yield f"{mark} {other.quality:>3}  {other.provider.name}: {_short(other.title)}{here}"
        if member.evidence:
            yield f"           tied by {_ties(member)}"
        elif len(told.members) > 1:
            yield "           " + _came(told, other.id)
    if left := len(told.members) - len(shown):
        yield f"           and {left} more; --json has them all"


def _came(told: Explanation, article: str) -> str:
    """Say how an article came into the story, where no term tied it."""
    if explain.was_split_off(told, article):
        return "put here by an editor"
    return "opened the story" if told.story == f"s{article}" else "opened a story that became one with this"


def _ties(member: Member) -> str:
    """Write evidence as a sum that adds up as it is printed."""
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
    """Write a score between 0 and 1 with two digits, without the zero in front."""
    return f"{value:.2f}".removeprefix("0")


def _sum(parts: tuple[ScorePart, ...]) -> list[str]:
    return [f"{part.points:>4}  {part.name} ({part.because})" for part in parts] or ["   0  nothing counts"]


def _short(title: str) -> str:
    return textwrap.shorten(title, 76, placeholder="…")


def _block(head: str, body: Iterable[str]) -> Iterator[str]:
    yield head
    for line in body:
        yield f"  {line}"
    yield ""

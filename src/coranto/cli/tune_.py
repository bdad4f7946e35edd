"""``coranto tune``: show what a change of settings or topics would do, before it is made."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from coranto import errors
from coranto import newsroom as newsrooms
from coranto.cli import lines, open_site
from coranto.config import rule_file, settings_file, topic_files
from coranto.decide import line
from coranto.i18n import wording
from coranto.model.rule import Rule
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.run import preview, rule_preview
from coranto.run.preview import Item, Preview
from coranto.topic import query

_SHOWN = 10  # headlines of each kind


@click.command()
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="A setting, like publish.per_day=5.")
@click.option("--word", "words", multiple=True, metavar="TOPIC:WORDS", help="A keyword more for a topic.")
@click.option("--no-word", "without", multiple=True, metavar="TOPIC:WORDS", help="A keyword less.")
@click.option("--rule", "more", multiple=True, metavar="RULE", help="A rule more, like `mute: source:a.example`.")
@click.option("--no-rule", "fewer", multiple=True, metavar="RULE", help="A rule less.")
@click.option(
    "--topics",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Topic files to try instead of the site's.",
)
@click.option("--days", type=click.IntRange(1), default=preview.DAYS, show_default=True, help="How far back.")
@click.option("--all", "whole", is_flag=True, help="Every headline.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with every headline.")
@click.pass_context
def command(
    ctx: click.Context,
    changes: tuple[str, ...],
    words: tuple[str, ...],
    without: tuple[str, ...],
    more: tuple[str, ...],
    fewer: tuple[str, ...],
    folder: Path | None,
    days: int,
    whole: bool,
    as_json: bool,
) -> None:
    """Show what a change would publish and withdraw, with headlines. Nothing is written.

    \b
    Example:
      coranto tune --set publish.per_day=5
      coranto tune --word "Heat Pumps: district heating" --no-word "Heat Pumps: boiler"
      coranto tune --rule "mute: source:tabloid.example"
      coranto tune --set profile=subject --json
    """
    with open_site.open_site(ctx) as newsroom:
        settings = settings_file.changed(settings_file.load(ctx.obj["config"]), changes)
        topics = _topics(folder) if folder else list(newsroom.taxonomy)
        for given, add in ((words, True), (without, False)):
            for word in given:
                topics = _with_word(topics, word, add=add)
        settings, tried = _with_rules(newsroom, settings, more, fewer)
        seen = preview.preview(newsroom, settings, topics, days)
        lined = line.lined(newsroom.settings), line.lined(settings)
    if as_json:
        lines.put(seen)
        return
    for text in tried:
        click.echo(text)
    for text in say(seen, lined, None if whole else _SHOWN):
        click.echo(text)


def _with_rules(
    newsroom: Newsroom, settings: Settings, more: Sequence[str], fewer: Sequence[str]
) -> tuple[Settings, list[str]]:
    """Return the settings with other rules, and for each new rule what it finds of everything stored."""
    come = newsrooms.resolved([_rule(line, "--rule") for line in more], newsroom.taxonomy)
    go = newsrooms.resolved([_rule(line, "--no-rule") for line in fewer], newsroom.taxonomy)
    says = []
    for rule in come:
        found = rule_preview.preview(newsroom, rule)
        says.append(
            f"Rule   {rule_file.written(rule)}: finds {found.count:,} of {found.stored:,} stored articles, "
            f"{found.published:,} of them published."
        )
    rules = (*(one for one in newsroom.settings.rules if one not in go), *come)
    return msgspec.structs.replace(settings, rules=rules), says


def _rule(line: str, option: str) -> Rule:
    try:
        return rule_file.read(line)
    except errors.ConfigError as why:
        raise errors.ConfigError(why.reason, option) from None


def say(seen: Preview, lined: tuple[bool, bool], most: int | None = None) -> Iterator[str]:
    """Yield a preview as lines for a terminal; ``lined`` says for now and then whether a line of the day decides."""
    yield (
        f"Now    {_stories(seen.published)} published in {seen.days} days; {seen.per_day:g} a day reach "
        f"{_bar(lined[0], seen.line)}."
    )
    yield f"Then   {_stories(seen.published_then)}; {seen.per_day_then:g} a day reach {_bar(lined[1], seen.line_then)}."
    if not (seen.come or seen.go or seen.fewer):
        yield "No story would come or go."
    for items, head in (
        (seen.come, "would come"),
        (seen.go, "would go"),
        (seen.fewer, "would stay, since what is published stays; the like would not be published any more"),
    ):
        if items:
            yield ""
            yield f"{_stories(len(items))} {head}"
            yield from _listed(items, most)


def _listed(items: Sequence[Item], most: int | None) -> Iterator[str]:
    for item in items[:most]:
        yield f"  {item.stands:>4}  {item.outlet}: {item.title}"
        yield f"        {item.reason}"
    if most is not None and len(items) > most:
        yield f"        and {len(items) - most} more; --all has them"


def _stories(count: int) -> str:
    return "one story" if count == 1 else f"{count:,} stories"


def _bar(lined: bool, height: int) -> str:
    return f"the line of {height}" if lined else f"the threshold of {height}"


def _topics(folder: Path) -> list[Topic]:
    topics, problems = topic_files.load(folder)
    if problems:
        raise problems[0]
    return topics


def _with_word(topics: Sequence[Topic], given: str, *, add: bool) -> list[Topic]:
    """Return the topics with a keyword added to one, or taken from it, as ``TOPIC: WORDS`` says."""
    option = "--word" if add else "--no-word"
    name, colon, word = (part.strip() for part in given.partition(":"))
    if not colon or not word:
        raise errors.ConfigError(f"`{given}` names no topic; write TOPIC: WORDS", option)
    known = {topic.name.casefold(): topic for topic in topics}
    topic = known.get(name.casefold())
    if topic is None:
        near = difflib.get_close_matches(name.casefold(), list(known), 1)
        guess = (
            f"did you mean `{known[near[0]].name}`?"
            if near
            else "the topics are " + (", ".join(sorted(one.name for one in topics)) or "none yet")
        )
        raise errors.ConfigError(f"there is no topic `{name}`; {guess}", option)
    try:
        query.parse(word)
    except query.QueryError as why:
        raise errors.ConfigError(wording.say(why.reason), option) from None
    if not add and word not in topic.keywords:
        raise errors.ConfigError(f"`{topic.name}` has no keyword `{word}`; it has {', '.join(topic.keywords)}", option)
    keywords = tuple(one for one in topic.keywords if one != word)
    changed = msgspec.structs.replace(topic, keywords=(*keywords, word) if add else keywords)
    return [changed if one is topic else one for one in topics]

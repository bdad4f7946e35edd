"""``coranto cluster``: read articles, write their stories."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from coranto import errors
from coranto.cli import lines
from coranto.config import settings_file
from coranto.model.settings import Settings, Stories
from coranto.record import write
from coranto.story import across, lead
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item, Placement
from coranto.story.telling import Telling, language_of

_TEXT = 300  # characters of the text that replace a missing excerpt
_NOWHERE = 2.0  # above every score: near stories are not printed, so their evidence is not computed
_UNDATED = datetime.max.replace(tzinfo=UTC)


class Candidate(msgspec.Struct, frozen=True):
    """An article as a candidate for its story's lead: quality, date and order of arrival."""

    id: str
    quality: int
    published: datetime
    seen: int


class Kept(msgspec.Struct, frozen=True):
    """The state saved between two runs: the clusterer, each story's lead, and how many articles have arrived."""

    clusterer: bytes
    leads: dict[str, Candidate]
    seen: int


@click.command()
@click.argument("inputs", metavar="[FILE..|-]", nargs=-1)
@click.option("--window-days", type=click.FloatRange(min=0), help="How long a story waits for its next article.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Go on from here, and save here.")
@click.option("--follow", is_flag=True, help="Print each assignment at once, and merges as they happen.")
@click.pass_context
def command(
    ctx: click.Context, inputs: tuple[str, ...], window_days: float | None, state: Path | None, follow: bool
) -> None:
    """Group articles into stories: JSON Lines of id, title, excerpt or text, url, published, quality, language.

    They are taken in order of arrival; at the end there is one line an article with its story and why.

    \b
    Example:
      coranto cluster --state stories.bin < today.jsonl
    """
    stories = (settings_file.load(ctx.obj["config"]) if ctx.obj["config"] else Settings()).stories
    if window_days is not None:
        stories = msgspec.structs.replace(stories, window_days=window_days)
    table = Table(stories, state)
    failed = False
    for value in lines.read(inputs):
        if value is None:
            failed = True
            continue
        try:
            item = read(value)
        except msgspec.ValidationError as why:
            failed = True
            lines.put({"id": value.get("id"), "error": f"{why}; it is left out"})
            continue
        placement = table.take(item)
        if follow:
            for pair in placement.merged:
                lines.put({"merged": pair})
            leads = table.leads[placement.story].id == item.id
            lines.put(line(item.id, placement.story, placement.evidence, placement.score, leads=leads))
            lines.flush()
    if not follow:
        for row in table.lines():
            lines.put(row)
    if state:
        table.save(state)
    sys.exit(1 if failed else 0)


class _Row(msgspec.Struct):
    """The fields of an input line that are used here; a date may have any value."""

    id: str | int
    title: str | None = None
    excerpt: str | None = None
    text: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: Any = None
    language: str | None = None
    quality: int | None = None


def read(value: dict[str, Any]) -> Item:
    """Read an article; an unreadable date counts as missing.

    Raises
    ------
    msgspec.ValidationError
        The id is missing, or a field has the wrong type.

    """
    row = msgspec.convert(value, _Row)
    return Item(
        id=str(row.id),
        title=row.title or "",
        excerpt=row.excerpt or (row.text or "")[:_TEXT],
        url=row.url or "",
        outlet=row.outlet or "",
        published=_date(row.published),
        language=row.language,
        quality=row.quality or 0,
    )


def _date(text: Any) -> datetime | None:
    try:
        date = datetime.fromisoformat(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


class Table:
    """The articles of a run, and the lead of each story.

    Parameters
    ----------
    settings : Stories
        Window and bars.
    state : Path or None
        File with the state of the last run; it need not exist.

    """

    def __init__(self, settings: Stories, state: Path | None) -> None:
        settings = msgspec.structs.replace(settings, near=_NOWHERE)
        self.leads: dict[str, Candidate] = {}
        self._seen = 0
        self._heirs: dict[str, str] = {}
        self._items: list[tuple[str, str, str, datetime | None]] = []  # language, title, excerpt, date of each row
        self._rows: list[tuple[str, str, msgspec.Raw, float]] = []  # id, story, evidence as JSON, score
        if state and state.exists():
            kept = _kept(state)
            self._clusterer = Clusterer.load(settings, kept.clusterer)
            self.leads, self._seen = kept.leads, kept.seen
        else:
            self._clusterer = Clusterer(settings)

    def take(self, item: Item) -> Placement:
        """Place an article and update the lead of its story."""
        placement = self._clusterer.place(item)
        self._seen += 1
        candidate = Candidate(item.id, item.quality, item.published or _UNDATED, self._seen)
        for old, into in placement.merged:
            self._heirs[old] = into
            self._lead(into, self.leads.pop(old, candidate))
        self._lead(placement.story, candidate)
        evidence = msgspec.Raw(msgspec.json.encode(placement.evidence))
        self._rows.append((item.id, placement.story, evidence, placement.score))
        self._items.append((self._clusterer.language(item), item.title, item.excerpt, item.published))
        return placement

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield one output line per article, in order of arrival, with the stories in their present state."""
        also = self._also()
        for ident, joined, evidence, score in self._rows:
            story = self._heir(joined)
            row = line(ident, story, evidence, score, leads=self.leads[story].id == ident)
            yield row | ({"also": also[story]} if story in also else {})

    def _heir(self, story: str) -> str:
        while story in self._heirs:
            story = self._heirs[story]
        return story

    def _also(self) -> dict[str, list[dict[str, Any]]]:
        """Return for each story the stories of other languages that tell the same, best first, with the evidence."""
        if len({language for language, *_ in self._items}) < 2:
            return {}
        stories: dict[str, list[tuple[str, str, str, datetime | None]]] = {}
        for (_, joined, _, _), item in zip(self._rows, self._items, strict=True):
            stories.setdefault(self._heir(joined), []).append(item)
        tellings = [
            Telling(
                story=story,
                language=language_of([language for language, *_ in items]),
                newest=max((date for *_, date in items if date), default=_UNDATED),
                articles=tuple((title, excerpt) for _, title, excerpt, _ in items),
            )
            for story, items in stories.items()
        ]
        found: dict[str, list[dict[str, Any]]] = {}
        for link in sorted(across.links(tellings), key=lambda link: -link.score):
            for one in (link, link.turned()):
                row = {"story": one.other, "score": one.score, "evidence": one.evidence}
                found.setdefault(one.story, []).append(row)
        return found

    def save(self, state: Path) -> None:
        """Write the state for the next run."""
        alive = self._clusterer.stories()
        leads = {story: candidate for story, candidate in self.leads.items() if story in alive}
        data = msgspec.msgpack.encode(Kept(self._clusterer.dump(), leads, self._seen))
        write.write_if_changed(state, data)

    def _lead(self, story: str, candidate: Candidate) -> None:
        leads = self.leads.get(story, candidate)
        self.leads[story] = leads if lead.choose((leads, candidate)) == leads.id else candidate


def line(ident: str, story: str, evidence: Any, score: float, *, leads: bool) -> dict[str, Any]:
    """Return an article's output line."""
    return {"id": ident, "story": story, "lead": leads, "evidence": evidence, "score": score}


def _kept(state: Path) -> Kept:
    try:
        return msgspec.msgpack.decode(state.read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError) as why:
        raise errors.StoreError(
            f"no state can be read there ({why}); name another file, or begin anew", str(state)
        ) from why

"""How it works: the rules with the numbers in force, out of the live settings and topics."""

import msgspec

from coranto.desk import Desk
from coranto.heat import rank
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.serve import words
from coranto.serve.views import frame, pieces
from coranto.serve.views.account import Sum
from coranto.serve.views.frame import Frame
from coranto.serve.views.pieces import Link


class Subject(msgspec.Struct, frozen=True):
    """A topic with its rules."""

    topic: Link
    parent: str
    keywords: str
    line: int
    own: bool


class AboutPage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the page of rules."""

    frame: Frame
    settings: Settings
    points: list[tuple[str, str]]
    outlets: list[tuple[str, int]]
    example: Sum
    subjects: list[Subject]
    sources: str
    window: str


def view(desk: Desk, density: str = "standard") -> AboutPage:
    """Set the page of rules."""
    settings = desk.settings
    return AboutPage(
        frame=frame.frame(
            desk,
            "/about/how-it-works/",
            "How it works",
            about=f"The rules of {settings.site.title}, with the numbers in force.",
            density=density,
        ),
        settings=settings,
        points=_points(settings),
        outlets=[(domain, outlet.weight) for domain, outlet in sorted(settings.outlets.items()) if outlet.weight],
        example=_example(settings),
        subjects=[_subject(desk, topic) for topic in desk.taxonomy],
        sources=words.count(desk.store.count()["sources"], "source"),
        window=f"{settings.stories.window_days:g}",
    )


def _points(settings: Settings) -> list[tuple[str, str]]:
    judge = settings.judge
    rows = [
        ("each topic it has", judge.topic),
        ("each keyword of a topic in its title", judge.keyword),
        ("it has a picture", judge.image),
        ("its page names an AMP version", judge.amp),
        ("it is a video", judge.video),
    ]
    lines = [(what, f"+{points}") for what, points in rows if points]
    lines.append((f"every two characters of its title above {judge.title_length}", "−1"))
    return lines


def _example(settings: Settings) -> Sum:
    """Work an example: two topics, a keyword, a picture; three other outlets, five readers."""
    judge = settings.judge
    quality = 2 * judge.topic + judge.keyword + judge.image
    summands = rank.parts(quality, 3, 5, settings)
    lines = [
        ("Two topics", f"2 × {judge.topic}", str(2 * judge.topic)),
        ("A keyword", "in its title", str(judge.keyword)),
    ]
    lines.append(("A picture", "", str(judge.image)))
    lines += [(part.name.capitalize(), part.because, str(part.points)) for part in summands[1:]]
    return Sum("An example", "Heat", lines, str(rank.total(summands)), hot=True)


def _subject(desk: Desk, topic: Topic) -> Subject:
    own = topic.threshold
    return Subject(
        Link(topic.name, pieces.topic_path(desk, topic.id)),
        topic.parent or "",
        ", ".join(topic.keywords),
        desk.settings.publish.threshold if own is None else own,
        own is not None,
    )

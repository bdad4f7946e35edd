"""The page of rules: the numbers in force, from the live settings and topics."""

import msgspec

from coranto.decide import line
from coranto.heat import rank
from coranto.i18n import wording
from coranto.i18n.messages import _
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.newsroom import Newsroom
from coranto.web import words
from coranto.web.page_kind import PageKind
from coranto.web.pages import components, layout, subject_rules
from coranto.web.pages.components import Link
from coranto.web.pages.explanation import ScoreSum
from coranto.web.pages.layout import Layout


class Subject(msgspec.Struct, frozen=True):
    """A topic with its rules."""

    topic: Link
    parent: str
    keywords: str
    line: int
    own: bool
    never: bool  # whether what is on it is never published


class AboutPage(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the page of rules."""

    layout: Layout
    settings: Settings
    points: list[tuple[str, str]]
    outlets: list[tuple[str, int]]
    example: ScoreSum
    evidence: list[tuple[str, str]]  # for a topic, in the subject profile
    line: int  # heat for publication
    lined: bool  # whether it is the line of the day
    subjects: list[Subject]
    sources: str
    window: str


def view(newsroom: Newsroom, density: str = "standard") -> AboutPage:
    """Build the values of the page of rules."""
    settings = newsroom.settings
    on_subject = settings.profile == "subject"
    return AboutPage(
        layout=layout.build(
            newsroom,
            "/about/how-it-works/",
            _("How it works"),
            about=_("The rules of {site}, with the numbers in force.", site=settings.site.title),
            density=density,
        ),
        settings=settings,
        points=subject_rules.points(settings) if on_subject else _points(settings),
        outlets=[(domain, outlet.weight) for domain, outlet in sorted(settings.outlets.items()) if outlet.weight],
        example=subject_rules.example(settings) if on_subject else _example(settings),
        evidence=subject_rules.evidence(settings) if on_subject else [],
        line=line.in_force(newsroom.store, settings),
        lined=line.lined(settings),
        subjects=[_subject(newsroom, topic) for topic in newsroom.taxonomy],
        sources=words.count(newsroom.store.count_all()["sources"], "source"),
        window=f"{settings.stories.window_days:g}",
    )


def _points(settings: Settings) -> list[tuple[str, str]]:
    judge = settings.judge
    rows = [
        (_("each topic it has"), judge.topic),
        (_("each keyword of a topic in its title"), judge.keyword),
        (_("it has a picture"), judge.image),
        (_("its page names an AMP version"), judge.amp),
        (_("it is a video"), judge.video),
    ]
    lines = [(what, f"+{points}") for what, points in rows if points]
    lines.append((_("every two characters of its title above {limit}", limit=judge.title_length), "−1"))
    return lines


def _example(settings: Settings) -> ScoreSum:
    """Compute an example: two topics, a keyword, a picture; three more outlets, five readers."""
    judge = settings.judge
    quality = 2 * judge.topic + judge.keyword + judge.image
    summands = rank.parts(quality, 3, 5, settings)
    lines = [
        (_("Two topics"), f"2 × {judge.topic}", str(2 * judge.topic)),
        (_("A keyword"), _("in its title"), str(judge.keyword)),
    ]
    lines.append((_("A picture"), "", str(judge.image)))
    lines += [(wording.name(part).capitalize(), words.said(part.reason), str(part.points)) for part in summands[1:]]
    return ScoreSum(_("An example"), _("Heat"), lines, str(rank.total(summands)), hot=True)


def _subject(newsroom: Newsroom, topic: Topic) -> Subject:
    return Subject(
        Link(topic.name, components.topic_path(newsroom, topic.id)),
        topic.parent or "",
        ", ".join(topic.keywords),
        line.in_force(newsroom.store, newsroom.settings, topic),
        topic.threshold is not None,
        newsroom.settings.profile == "subject" and topic.role == "never",
    )


KIND = PageKind(
    name="about",
    paths=("/about/how-it-works/",),
    view=lambda newsroom, request: view(newsroom, request.density),
    template="about.html",
    aging=True,
    sitemap=True,
)

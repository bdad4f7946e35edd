"""The mail of an issue: HTML in tables with inlined styles, and plain text that names every story and address.

Mail programs drop style sheets, so every element has its own style; the sheet in the head only adds the dark colours
and narrow screens. The styles are few and stand in ``_STYLES``: written where they are used, they need no program that
moves them there. There is no script, no picture and no address but those of the site and of the outlets.
"""

from functools import cache

import jinja2
import msgspec

from coranto.i18n import current, formats
from coranto.i18n.messages import N_, _
from coranto.letter import compose
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.record import sanitize

_WHOLE = 5  # stories with sentence and outlets, in one list
_LIST = 12  # stories in one list; more of them stand by topic, each whole
_LONGEST = 240  # pixels of a heat rule
_DAY = N_("EEEE d MMMM y")
_SERIF = "Georgia,serif"
_STYLES = {
    "body": "margin:0;padding:0;background-color:#fbfaf7;color:#1b1a17",
    "side": "text-align:left",
    "foot": "font:13px/20px Arial,sans-serif;color:#5f5b53;padding:16px 0",
    "name": f"font:400 40px/44px {_SERIF};color:#1b1a17;margin:0",
    "intro": f"font:17px/26px {_SERIF};color:#1b1a17;padding:14px 0 20px",
    "section": "font:700 14px/20px Arial,sans-serif;color:#1b1a17;margin:0",
    "heat": f"font:20px/30px {_SERIF};color:#b3360b",
    "cell": f"font:17px/26px {_SERIF};color:#1b1a17",
    "first": "font-size:27px;line-height:32px;font-weight:400;margin:6px 0 0",
    "title": "font-size:20px;line-height:25px;margin:6px 0 0",
    "short": "font-size:16px;line-height:22px;margin:6px 0 10px",
    "link": "color:#1b1a17;text-decoration:none",
    "line": "margin:4px 0 0",
    "out": "font:13px/22px Arial,sans-serif;color:#5f5b53;margin:2px 0 18px",
    "more": "color:#5f5b53",
}


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail is made of: the issue, and what the site says of itself.

    ``leave`` is where a reader unsubscribes, ``change`` where one changes what comes; "" for none.
    """

    issue: StoredIssue
    site: str
    url: str
    postal: str = ""
    leave: str = ""
    change: str = ""


class Section(msgspec.Struct, frozen=True):
    """Stories under a heading, "" for none; those that are ``short`` have only a headline."""

    name: str
    stories: list[IssueStory]
    short: bool = False


def html(letter: Letter) -> str:
    """Return the mail's HTML, in the language in use."""
    language = current.current()
    return _template().render(
        letter=letter,
        issue=letter.issue.issue,
        day=formats.written(letter.issue.day, _DAY),
        sections=divided(letter),
        style=_STYLES | ({"side": "text-align:right"} if language.dir == "rtl" else {}),
        lang=language.tag,
        dir=language.dir,
    )


def text(letter: Letter) -> str:
    """Return the mail as plain text, in the language in use: every story with its address."""
    issue = letter.issue
    parts = [f"{letter.site}\n{formats.written(issue.day, _DAY)}"]
    parts += [sanitize.text(issue.intro).strip()] if issue.intro.strip() else []
    for section in divided(letter):
        parts += [f"== {section.name} =="] if section.name else []
        parts += [_told(one, letter.url, short=section.short) for one in section.stories]
    foot = [f"{_('Read this issue on the web')}: {issue.issue.web_url}"]
    foot += [f"{_('Unsubscribe')}: {letter.leave}"] if letter.leave else []
    foot += [f"{_('Change what you get')}: {letter.change}"] if letter.change else []
    foot += [letter.postal] if letter.postal else []
    return "\n\n".join([*parts, "-- \n" + "\n".join(foot)]) + "\n"


def divided(letter: Letter) -> list[Section]:
    """Divide the stories: the hottest and the others, or many by topic; those of earlier issues come last."""
    new = [one for one in letter.issue.stories if not one.update]
    updates = [one for one in letter.issue.stories if one.update]
    if len(new) > _LIST:
        found = [Section(name or _("More stories"), listed) for name, listed in compose.sections(new)]
    else:
        found = [Section("", new[:_WHOLE]), Section(_("Also in this issue"), new[_WHOLE:], short=True)]
    return [one for one in [*found, Section(_("Updated since"), updates)] if one.stories]


def rule(heat: int, hottest: int) -> int:
    """Return the length of a story's heat rule in pixels, 240 for the hottest of the issue."""
    return max(2, min(_LONGEST, round(_LONGEST * heat / max(1, hottest))))


def _told(one: IssueStory, site: str, *, short: bool) -> str:
    lines = [one.title, site + one.path]
    if short:
        return "\n".join(lines)
    outlets = [f"{one.outlet}: {one.url}" if one.url else one.outlet]
    outlets += [f"{name}: {to}" if to else name for name, to in one.outlets]
    return "\n".join([lines[0], *([one.line] if one.line else []), lines[1], *outlets])


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("coranto.letter"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _, "rule": rule, "outbound": sanitize.web}
    return environment.get_template("mail.html")

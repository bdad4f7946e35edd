"""The look on the desk: the colour of links and the typeface of headlines, written into ``theme.css``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coranto.config import look
from coranto.config.look import Look
from coranto.edit import verbs
from coranto.i18n.messages import N_, _
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom
from coranto.run import reload
from coranto.web.desk import bands
from coranto.web.desk.call import Call
from coranto.web.pages import components

_COLOURS = {
    "blue": N_("Blue"),
    "teal": N_("Teal"),
    "green": N_("Green"),
    "olive": N_("Olive"),
    "brown": N_("Brown"),
    "red": N_("Red"),
}
_FACES = {"serif": N_("With serifs"), "sans": N_("Without serifs")}


def values(newsroom: Newsroom, typed: Look | None = None) -> dict[str, Any]:
    """Return what the form is made of: the choices, the look chosen, and a headline to show it with."""
    store = newsroom.store
    newest = [record.article for record in store.published_records(0, 1)]
    newest = newest or [story.lead for story in store.recent_stories(newsroom.now() - bands.DAYS, 1)]
    article = next(iter(store.get_articles(newest).values()), None)
    site, css = newsroom.settings.site, _css(newsroom)
    return {
        "chosen": typed or look.read(css),
        "overruled": ", ".join(look.overruled(css)),
        "colours": [(name, _(_COLOURS[name])) for name in look.LINKS],
        "faces": [(name, _(_FACES[name])) for name in look.FACES],
        "title": components.title(article) if article else components.Text(site.title),
        "outlet": article.provider.name if article else site.title,
    }


def typed(form: Mapping[str, str]) -> Look | None:
    """Return the look that a form has; None for one that there is not."""
    link, face = form.get("link", ""), form.get("face", "")
    return Look(link, face) if link in look.LINKS and face in look.FACES else None


def save(call: Call, chosen: Look) -> Edit | None:
    """Write the look into ``theme.css`` as one line of the log; None where it is so already.

    Raises
    ------
    EditError
        The file cannot be read or changed.

    """
    newsroom = call.newsroom
    before = _css(newsroom)
    after = look.write(before, chosen)
    if after == before:
        return None
    given = {"name": look.FILE, "text": after, "remove": not after.strip("\ufeff")}
    edit = verbs.say(newsroom, "file", given, who=call.who.name, why=call.form.first("why")[:500])
    reload.now(newsroom)
    return edit


def _css(newsroom: Newsroom) -> str:
    """Return the newsroom's style sheet; "" for none, with marks where it is not UTF-8."""
    try:
        return (Path(newsroom.settings.folder) / look.FILE).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""

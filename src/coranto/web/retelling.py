"""The sentences of the rules in the language of the pages.

The rules say why in English, and the store keeps what they said. Their sentences have a form each; a sentence that has
one of these forms is said again in the language of the page, with the same names and numbers. Any other, a plugin's for
one, stays as it is.
"""

import re
from functools import cache

from coranto.i18n import language
from coranto.i18n.language import N_

_FORMS = (
    # what becomes of an article
    N_("Published: heat {heat} reaches the threshold of {line}."),
    N_("Not published: heat {heat} is below the threshold of {line}."),
    N_("Not published: {outlet} leads this story ({why})."),
    N_("Published: an editor decided so (the rules: {why})"),
    N_("Not published: an editor decided so (the rules: {why})"),
    N_("Published: so the imported record says."),
    N_("Not published: so the imported record says."),
    N_("{better} against {lesser}"),
    N_("{points} each; it was first"),
    N_("{line} ({topic}’s own)"),
    # what is added up
    N_("quality"), N_("related"), N_("readers"), N_("image"), N_("video"), N_("boost"),
    N_("outlet"), N_("long title"), N_("floor"), N_("imported"),
    # and why
    N_("the lead's own"),
    N_("one other article of this story within {days} days"),
    N_("{number} other articles of this story within {days} days"),
    N_("one reader, today and yesterday"),
    N_("{number} readers, today and yesterday"),
    N_("it has a picture"), N_("its page names an AMP version"), N_("it is a video"),
    N_("an editor's boost"),
    N_("this site's weight for {outlet}"),
    N_("{length} characters, {over} above {limit}"),
    N_("quality is never below zero"),
    N_("as the imported record says"),
    N_("topic, {why}"),
    N_("named by the source"),
    N_("parent of {topic}"),
    N_("a keyword of {topic}, in the title"),
    N_("{words} in the title"),
    # what an editor said of its story
    N_("{day} {clock} UTC, by an editor: {deed}"),
    N_("{story} was merged into another"),
    N_("{story} was merged into {other}"),
    N_("one article was split off {story} as {other}"),
    N_("one article was split off {story}"),
    N_("{number} articles were split off {story} as {other}"),
    N_("{number} articles were split off {story}"),
    N_("not done: {trouble}"),
    N_("not yet carried out"),
    # whose it is, and where it was found
    N_("{outlet} has the original: {why}"),
    N_("{outlet} credits it"),
    N_("it is the earliest"),
    N_("{day} {clock} UTC in an import as {url}"),
    N_("{day} {clock} UTC in a source no longer read as {url}"),
    N_("{day} {clock} UTC in {source} as {url}"),
)  # fmt: skip
_FIELD = re.compile(r"\\\{(\w+)\\\}")
_WITHIN = {"why", "line", "deed"}  # what may itself be a sentence of the rules


def retold(sentence: str) -> str:
    """Say a sentence of the rules in the language of the page."""
    if not language.current().messages:
        return sentence
    reasons = sentence.split("; ")
    if len(reasons) > 1 and "each; it was first" not in sentence:
        return "; ".join(retold(reason) for reason in reasons)
    for form, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            values = {name: retold(text) if name in _WITHIN else text for name, text in found.groupdict().items()}
            return language._(form, **values)
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(form)), re.DOTALL)) for form in _FORMS)

"""The sentences of the rules in the language of the pages.

The rules say why in English, and the store keeps what they said. Their sentences have a form each; a sentence that has
one of these forms is said again in the language of the page, with the same names and numbers. Any other, a plugin's for
one, stays as it is.
"""

import re
from functools import cache

from coranto.serve import tongue
from coranto.serve.tongue import noted

_FORMS = (
    # what becomes of an article
    noted("Published: heat {heat} reaches the threshold of {line}."),
    noted("Not published: heat {heat} is below the threshold of {line}."),
    noted("Not published: {outlet} leads this story ({why})."),
    noted("Published: an editor decided so (the rules: {why})"),
    noted("Not published: an editor decided so (the rules: {why})"),
    noted("Published: so the imported record says."),
    noted("Not published: so the imported record says."),
    noted("{better} against {lesser}"),
    noted("{points} each; it was first"),
    noted("{line} ({topic}’s own)"),
    # what is added up
    noted("quality"), noted("related"), noted("readers"), noted("image"), noted("video"), noted("boost"),
    noted("outlet"), noted("long title"), noted("floor"), noted("imported"),
    # and why
    noted("the lead's own"),
    noted("one other article of this story within {days} days"),
    noted("{number} other articles of this story within {days} days"),
    noted("one reader, today and yesterday"),
    noted("{number} readers, today and yesterday"),
    noted("it has a picture"), noted("its page names an AMP version"), noted("it is a video"),
    noted("an editor's boost"),
    noted("this site's weight for {outlet}"),
    noted("{length} characters, {over} above {limit}"),
    noted("quality is never below zero"),
    noted("as the imported record says"),
    noted("topic, {why}"),
    noted("named by the source"),
    noted("parent of {topic}"),
    noted("a keyword of {topic}, in the title"),
    noted("{words} in the title"),
    # what an editor said of its story
    noted("{day} {clock} UTC, by an editor: {deed}"),
    noted("{story} was merged into another"),
    noted("{story} was merged into {other}"),
    noted("one article was split off {story} as {other}"),
    noted("one article was split off {story}"),
    noted("{number} articles were split off {story} as {other}"),
    noted("{number} articles were split off {story}"),
    noted("not done: {trouble}"),
    noted("not yet carried out"),
    # whose it is, and where it was found
    noted("{outlet} has the original: {why}"),
    noted("{outlet} credits it"),
    noted("it is the earliest"),
    noted("{day} {clock} UTC in an import as {url}"),
    noted("{day} {clock} UTC in a source no longer read as {url}"),
    noted("{day} {clock} UTC in {source} as {url}"),
)  # fmt: skip
_FIELD = re.compile(r"\\\{(\w+)\\\}")
_WITHIN = {"why", "line", "deed"}  # what may itself be a sentence of the rules


def retold(sentence: str) -> str:
    """Say a sentence of the rules in the language of the page."""
    if not tongue.current().messages:
        return sentence
    reasons = sentence.split("; ")
    if len(reasons) > 1 and "each; it was first" not in sentence:
        return "; ".join(retold(reason) for reason in reasons)
    for form, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            values = {name: retold(text) if name in _WITHIN else text for name, text in found.groupdict().items()}
            return tongue._(form, **values)
    return sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((form, re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(form)), re.DOTALL)) for form in _FORMS)

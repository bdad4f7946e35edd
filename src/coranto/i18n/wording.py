"""Reasons in words: the one table from codes to sentences, for the command line, the API and the pages.

A sentence has the parameters of its reason in braces; nested reasons have a name of their own in braces. Names
and words that people wrote are parameters and are never translated. A code that is not in the table (a plugin's) uses
its own parameter ``text``.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from coranto import errors
from coranto.i18n import messages
from coranto.i18n.edit_wording import EDITS
from coranto.i18n.messages import N_
from coranto.i18n.replay_wording import REPLAY
from coranto.i18n.rule_wording import RULES
from coranto.model.reason import Reason, Value
from coranto.model.score import ScorePart


class Wording(msgspec.Struct, frozen=True):
    """The wording of a reason.

    Parameters
    ----------
    message : str
        The sentence, for ``gettext``; the singular if ``many`` is set.
    many : str
        The plural sentence.
    within : str
        The name in the sentence for the nested reasons.
    name : str
        The name of the part of a sum that has this reason; empty if the name is written by a person.

    """

    message: str
    many: str = ""
    within: str = ""
    name: str = ""


NUMBER = "number"  # the parameter that selects singular or plural

TABLE: Mapping[str, Wording] = MappingProxyType(
    {
        "joined": Wording("{reasons}", within="reasons"),
        # the topics of an article
        "topic.named": Wording(N_("named by the source")),
        "topic.by_rule": Wording(N_("given by the rule “{rule}”")),
        "topic.by_editor": Wording(N_("given by an editor")),
        "topic.parent": Wording(N_("parent of {topic}")),
        "topic.in_title": Wording(N_("{words} in the title")),
        "topic.in_summary": Wording(N_("{words} in the summary")),
        "topic.in_text": Wording(N_("{words} in the first paragraphs")),
        "topic.in_labels": Wording(N_("{words} among its labels")),
        # the parts of its quality
        "quality.topic": Wording(N_("topic, {why}"), within="why"),
        "quality.keyword": Wording(N_("a keyword of {topic}, in the title")),
        "quality.image": Wording(N_("it has a picture"), name=N_("image")),
        "quality.amp": Wording(N_("its page names an AMP version"), name=N_("AMP")),
        "quality.video": Wording(N_("it is a video"), name=N_("video")),
        "quality.outlet": Wording(N_("this site's weight for {outlet}"), name=N_("outlet")),
        "quality.rated": Wording("{outlet}: {why}", name=N_("outlet")),
        "quality.rule": Wording(N_("this newsroom’s rule “{rule}”"), name=N_("rule")),
        "quality.boost": Wording(N_("an editor's boost"), name=N_("boost")),
        "quality.long_title": Wording(N_("{length} characters, {over} above {limit}"), name=N_("long title")),
        "quality.floor": Wording(N_("fit is never below zero"), name=N_("floor")),
        "record.recorded": Wording(N_("as its record says"), name=N_("recorded")),
        "quality.subject": Wording(N_("on the subject: {why}"), within="why"),
        "quality.also": Wording(N_("also of interest: {why}"), within="why"),
        "quality.never": Wording(N_("on a topic that is never published: {why}"), within="why"),
        "quality.own": Wording(N_("its text cites no other outlet"), name=N_("own report")),
        "merit.quality": Wording(N_("on the subject and well made; a share of its fit"), name=N_("fit")),
        "merit.centre": Wording(N_("it says what the others say"), name=N_("centre")),
        "merit.own": Wording(N_("words of its own that cite nobody"), name=N_("own report")),
        "merit.copies": Wording(N_("another outlet’s text"), name=N_("copy")),
        "merit.repeats": Wording(N_("its outlet took over a headline that another one had first"), name=N_("headline")),
        "merit.off": Wording(N_("off the subject, beside articles on it"), name=N_("off the subject")),
        "form.advert": Wording(N_("the headline is an advert’s"), name=N_("headline")),
        "form.service": Wording(N_("a horoscope, quiz or guide"), name=N_("headline")),
        "form.live": Wording(N_("a page that is still being written"), name=N_("headline")),
        "form.gallery": Wording(N_("pictures, a film or a recording"), name=N_("headline")),
        "form.opinion": Wording(N_("an opinion, not what happened"), name=N_("headline")),
        "form.list": Wording(N_("a list"), name=N_("headline")),
        "form.question": Wording(N_("the headline asks"), name=N_("headline")),
        "form.loud": Wording(N_("the headline shouts"), name=N_("headline")),
        "taught.outlet": Wording(N_("{feature}: {picked} of {seen} taken"), name=N_("taught")),
        "taught.word": Wording(N_("“{feature}” in title or address: {picked} of {seen} taken"), name=N_("taught")),
        "taught.pair": Wording(N_("“{feature}” in the title: {picked} of {seen} taken"), name=N_("taught")),
        "taught.form": Wording(N_("form ({feature}): {picked} of {seen} taken"), name=N_("taught")),
        "taught.fixed": Wording(N_("{feature}: fixed by an editor"), name=N_("taught")),
        "taught.rest": Wording(N_("one smaller sign"), many=N_("{number} smaller signs"), name=N_("taught")),
        "record.imported": Wording(N_("as the imported record says"), name=N_("imported")),
        # whether the taught table counts
        "gate.open": Wording(
            N_(
                "counts: it ranked {gain} % more pairs rightly than the rules alone (give or take {error}), over the "
                "last {count} decisions"
            )
        ),
        "gate.shut": Wording(
            N_(
                "does not count yet: over the last {count} decisions it ranked {gain} % more pairs rightly than the "
                "rules alone, give or take {error}"
            )
        ),
        "gate.few": Wording(
            N_("does not count yet: {picks} picks can be compared with others of their day; it takes {least}")
        ),
        # the parts of its story's heat
        "heat.quality": Wording(N_("the lead's own"), name=N_("fit")),
        "heat.related": Wording(
            N_("one other article of this story within {days} days"),
            many=N_("{number} other articles of this story within {days} days"),
            name=N_("related"),
        ),
        "heat.readers": Wording(
            N_("one reader, today and yesterday"),
            many=N_("{number} readers, today and yesterday"),
            name=N_("readers"),
        ),
        "heat.outlets": Wording(
            N_("one more outlet on the subject tells it"),
            many=N_("{number} more outlets on the subject tell it"),
            name=N_("outlets"),
        ),
        "heat.citing": Wording(
            N_("one more outlet only cites another"),
            many=N_("{number} more outlets only cite another"),
            name=N_("citing"),
        ),
        "heat.copies": Wording(
            N_("one more outlet only prints another’s text"),
            many=N_("{number} more outlets only print another’s text"),
            name=N_("copies"),
        ),
        "heat.fresh": Wording(
            N_("one hour old when it last moved"), many=N_("{number} hours old when it last moved"), name=N_("fresh")
        ),
        # what it is, in a paragraph
        "paragraph.outlets": Wording(
            N_("{outlet} alone tells this."), many=N_("{number} outlets tell this, {outlet} among them.")
        ),
        "paragraph.newest": Wording(N_("The newest article is of {day}, {clock} {zone}.")),
        "paragraph.topic": Wording(N_("It is on {topic}: {why}."), within="why"),
        "paragraph.no_topic": Wording(N_("It is on no topic.")),
        "paragraph.fit": Wording(N_("Its fit is {points}.")),
        # who told its story
        "told.own": Wording(N_("words of its own that cite nobody")),
        "told.cites": Wording(N_("cites {outlet}")),
        "told.cites_media": Wording(N_("cites other media")),
        "told.copies": Wording(N_("prints the text of {outlet}")),
        "told.copies_another": Wording(N_("prints another outlet’s text")),
        # the decision about it
        "decision.reached": Wording(N_("Published: heat {heat} reaches the threshold of {line}."), within="line"),
        "decision.below": Wording(N_("Not published: heat {heat} is below the threshold of {line}."), within="line"),
        "decision.reaches_line": Wording(
            N_("Published: it stands at {stands} and reaches today’s line of {line} ({per_day} a day).")
        ),
        "decision.all": Wording(N_("Published: it is on the subject, and there are no more than {per_day} a day.")),
        "decision.below_line": Wording(
            N_("Not published: it stands at {stands}, below today’s line of {line} ({per_day} a day).")
        ),
        "decision.reaches_topic_line": Wording(
            N_("Published: it stands at {stands} and reaches today’s line of {line} for {topic} ({per_day} a day).")
        ),
        "decision.below_topic_line": Wording(
            N_("Not published: it stands at {stands}, below today’s line of {line} for {topic} ({per_day} a day).")
        ),
        "decision.reaches_threshold": Wording(
            N_("Published: it stands at {stands} and reaches the threshold of {line}."), within="line"
        ),
        "decision.below_threshold": Wording(
            N_("Not published: it stands at {stands}, below the threshold of {line}."), within="line"
        ),
        "decision.kept": Wording(
            N_("Published: what was published stays; it stands at {stands}, and the line has risen to {line}.")
        ),
        "decision.off_topic": Wording(N_("Not published: it is on none of this newsroom’s topics.")),
        "decision.muted": Wording(N_("Not published: the rule “{rule}” mutes it.")),
        "decision.unseen": Wording(
            N_("Not published: its source is tried unseen until {day}. {without}"), "", "without"
        ),
        "decision.held": Wording(
            N_("Not published: the rule “{rule}” holds it until an editor decides. {without}"), within="without"
        ),
        "decision.held_until": Wording(
            N_("Not published: an editor holds it until {day} {clock} {zone}. {without}"), "", "without"
        ),
        "decision.never": Wording(N_("Not published: it is on {topic}, which is never published.")),
        "threshold.site": Wording("{line}"),
        "threshold.topic": Wording(N_("{line} ({topic}’s own)")),
        "threshold.topic_line": Wording(N_("{line} (today’s line for {topic})")),
        "decision.led": Wording(N_("Not published: {outlet} leads this story ({why})."), within="why"),
        "lead.better": Wording(N_("{better} against {lesser}")),
        "lead.chosen": Wording(N_("an editor chose it")),
        "lead.muted": Wording(N_("the rule “{rule}” mutes it")),
        "lead.unseen": Wording(N_("its source is tried unseen")),
        "lead.repeats": Wording(N_("its outlet took over a headline of this story")),
        "lead.tells": Wording(N_("it tells the story better to the readers of this newsroom")),
        "lead.first": Wording(N_("{points} each; it was first")),
        "decision.editor_published": Wording(N_("Published: an editor decided so (the rules: {why})"), within="why"),
        "decision.editor_withheld": Wording(N_("Not published: an editor decided so (the rules: {why})"), within="why"),
        "decision.undecided": Wording(
            N_("Not published: it is not decided about yet; the round that is under way decides.")
        ),
        "decision.recorded_published": Wording(
            N_("Published: so its record says; `coranto rejudge` decides again and says why.")
        ),
        "decision.recorded_withheld": Wording(
            N_("Not published: so its record says; `coranto rejudge` decides again and says why.")
        ),
        "decision.imported_published": Wording(N_("Published: so the imported record says.")),
        "decision.imported_withheld": Wording(N_("Not published: so the imported record says.")),
        **{code: Wording(message) for code, message in REPLAY.items()},
        # its outlet, and where it was found
        "original.outlet": Wording(N_("{outlet} has the original: {why}"), within="why"),
        "original.credited": Wording(N_("{outlet} credits it")),
        "original.earliest": Wording(N_("it was seen first")),
        # what its outlet changed afterwards
        "revision.headline": Wording(N_("headline: “{before}” became “{after}”")),
        "revision.number": Wording(N_("number: {before} became {after}")),
        "revision.name": Wording(N_("name: {before} became {after}")),
        "revision.quote": Wording(N_("quote: “{before}” became “{after}”")),
        "revision.added": Wording(N_("{after} was added")),
        "revision.left_out": Wording(N_("{before} was left out")),
        # a story in another language
        "retold.shared": Wording(N_("both name {words}")),
        "found.import": Wording(N_("{day} {clock} {zone} in an import as {url}")),
        "found.source": Wording(N_("{day} {clock} {zone} in {source} as {url}")),
        "found.former": Wording(N_("{day} {clock} {zone} in a source no longer read as {url}")),
        # edits of its story
        "edit.because": Wording("{deed} ({why})", within="deed"),
        **{code: Wording(message) for code, message in EDITS.items()},
        "edit.done": Wording(N_("{day} {clock} {zone}, by an editor: {deed}"), within="deed"),
        "edit.explained": Wording(N_("{day} {clock} {zone}, by an editor: {deed} ({why})"), within="deed"),
        "edit.merged": Wording(N_("{story} was merged into another")),
        "edit.merged_into": Wording(N_("{story} was merged into {other}")),
        "edit.split": Wording(
            N_("one article was split off {story}"), many=N_("{number} articles were split off {story}")
        ),
        "edit.split_as": Wording(
            N_("one article was split off {story} as {other}"),
            many=N_("{number} articles were split off {story} as {other}"),
        ),
        "edit.not_done": Wording(N_("not done: {trouble}"), within="trouble"),
        "edit.same": Wording(N_("it is so already; nothing was changed")),
        "edit.withdrawn": Wording(N_("{who} took it back before it was carried out")),
        "edit.withdrawn_at_all": Wording(N_("it was taken back before it was carried out")),
        "edit.no_topic": Wording(N_("no topic has the name or id “{topic}”")),
        "edit.no_word": Wording(N_("the topic has no word “{word}”")),
        "edit.word_form": Wording(N_("a word has 1 to {most} letters that can be shown")),
        "edit.words_many": Wording(N_("a topic has {most} words at most")),
        "edit.words_no_file": Wording(N_("this topic is in no file that could be changed")),
        "edit.waiting": Wording(N_("not yet carried out")),
        # why a story cannot be merged or split
        **{code: Wording(message) for code, message in RULES.items()},
        "story.unknown": Wording(N_("there is no story {story}")),
        "story.over": Wording(N_("{story} is no story under way; it may have ended, or become part of another one")),
        "story.same": Wording(N_("{story} is one story already; name another one to merge it with")),
        "story.one_by_now": Wording(N_("{story} is one story by now")),
        "story.languages": Wording(N_("{story} and {other} are told in two languages; stories are of one language")),
        "story.several": Wording(
            N_("the articles to split off are not of one story under way; name articles of one story")
        ),
        "story.several_by_now": Wording(N_("its articles are of several stories by now")),
        "story.there_by_now": Wording(N_("it is in {story} by now")),
        "story.only_by_now": Wording(N_("it is the only article that {story} has by now")),
        "story.all": Wording(N_("these are all articles of {story}; leave at least one where it is")),
        "story.all_by_now": Wording(N_("these are all articles that {story} has by now")),
        # why a request failed
        "fetch.no_address": Wording(N_("it is no address that can be asked for")),
        "fetch.no_port": Wording(N_("its port is no number")),
        "fetch.not_web": Wording(N_("it is no address of the web; only http and https are read")),
        "fetch.private": Wording(
            N_("{host} is a private address ({address}); name it in `fetch.allow` if it is meant")
        ),
        "fetch.port": Wording(
            N_("port {port} is not one of the web's (80, 443); name {place} in `fetch.allow` if it is meant")
        ),
        "fetch.robots": Wording(N_("{site}/robots.txt asks not to read this page")),
        "fetch.robots_silent": Wording(N_("{site}/robots.txt did not answer, so its pages are left alone for now")),
        "fetch.held": Wording(N_("{host} asked to be left alone for another {seconds} s")),
        "fetch.left_alone": Wording(N_("it is left alone for {seconds} s, as it asks")),
        "fetch.redirect_wrong": Wording(N_("it redirects to `{to}`: {why}"), within="why"),
        "fetch.redirect_no_address": Wording(N_("it redirects to `{to}`, which is no address")),
        "fetch.redirect_circle": Wording(N_("its redirects go in a circle, by way of {by}")),
        "fetch.redirect_no_text": Wording(N_("it redirects to bytes that are no text")),
        "fetch.redirect_nowhere": Wording(N_("it redirects without saying where to")),
        "fetch.redirect_post": Wording(N_("it redirects to {to}, where nothing is sent")),
        "fetch.redirected": Wording(N_("redirected")),
        "fetch.redirects": Wording(N_("it was redirected more than {most} times")),
        "fetch.no_host": Wording(N_("there is no host named {host}, or the name service does not answer")),
        "fetch.certificate": Wording(N_("the certificate of {host} cannot be trusted")),
        "fetch.no_connection": Wording(N_("{host} does not take connections ({said})")),
        "fetch.connection_broke": Wording(N_("the connection broke off; it is asked again later")),
        "fetch.timeout": Wording(N_("no complete answer within {seconds} s")),
        "fetch.broke_off": Wording(N_("the answer broke off before its end; it is asked again later")),
        "fetch.no_http": Wording(N_("{host} does not speak HTTP as it should: {said}")),
        "fetch.no_sense": Wording(N_("the answer of {host} makes no sense: {said}")),
        "fetch.too_large": Wording(N_("the answer is larger than {size} MB (`fetch.max_bytes`)")),
        "fetch.unreadable": Wording(N_("the answer cannot be read: {said}")),
        "fetch.no_content": Wording(N_("an answer without content (HTTP {status})")),
        "fetch.password": Wording(N_("it wants a password (HTTP {status})")),
        "fetch.refused": Wording(N_("it refuses us (HTTP {status})")),
        "fetch.nothing": Wording(N_("there is nothing at this address (HTTP {status})")),
        "fetch.gone": Wording(N_("it is gone for good, so it is not asked again (HTTP {status})")),
        "fetch.too_often": Wording(N_("it was asked too often (HTTP {status})")),
        "fetch.out_of_service": Wording(N_("it is out of service for now (HTTP {status})")),
        "fetch.server_failed": Wording(N_("the server failed (HTTP {status})")),
        "fetch.not_given": Wording(N_("the server did not give it (HTTP {status})")),
        "fetch.not_read": Wording(N_("not readable: {said}")),
        "fetch.sitemaps": Wording(N_("none of the sitemaps that it lists could be read; {url}: {why}"), within="why"),
        # why bytes are not a feed
        "feed.empty": Wording(N_("the document is empty")),
        "feed.web_page": Wording(N_("it is a web page, not a feed; `coranto add` finds the feed of a page")),
        "feed.no_feed": Wording(N_("it is XML, but no feed: its root is `{root}`")),
        "feed.too_broken": Wording(N_("it is too broken to be read as a feed")),
        "feed.too_large": Wording(N_("the document is larger than {size} MB")),
        "feed.unpacks": Wording(N_("it unpacks to more than {size} MB")),
        "feed.compression": Wording(N_("its compression is broken: {said}")),
        "feed.no_markup": Wording(N_("there is no markup in it")),
        "feed.not_xml": Wording(N_("it is not XML")),
        "feed.bad_xml": Wording(N_("it is not XML: {said}")),
        "feed.not_json": Wording(N_("it is not JSON: {said}")),
        "feed.no_items": Wording(N_("it is JSON, but no JSON Feed: there are no `items`")),
        # why a delivery to a webhook failed
        "hook.redirected": Wording(
            N_("it redirects (HTTP {status}), and nothing is sent elsewhere; add the hook with its last address")
        ),
        "hook.refused": Wording(N_("it answered HTTP {status} and not 2xx")),
    }
)


def say(*reasons: Reason | str) -> str:
    """Return one or more reasons, joined with ``"; "``, as text in the language in use.

    A string (a failure saved before reasons were data) is returned unchanged. A reason whose parameters do not fit
    its sentence (from a plugin or another version) is shown as its code.
    """
    return "; ".join(map(_say, reasons))


def name(part: ScorePart) -> str:
    """Return the name of a part of a sum in the language in use; a name that a person wrote is unchanged."""
    wording = TABLE.get(part.reason.code)
    return messages._(wording.name) if wording and wording.name else part.name


def error(why: errors.CorantoError) -> str:
    """Return the message of an error, with its place."""
    sentence = say(why.reason)
    return f"{why.where}: {sentence}" if why.where else sentence


def _say(reason: Reason | str) -> str:
    if isinstance(reason, str):
        return reason
    wording = TABLE.get(reason.code)
    if wording is None:
        return _text(reason)
    values = {"zone": "UTC"} | {key: _parameter(value) for key, value in reason.params.items()}
    if wording.within:
        values[wording.within] = say(*reason.within)
    try:
        return _message(wording, reason.params.get(NUMBER)).format_map(values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return str(reason.params.get("text", reason.code))


def _text(reason: Reason) -> str:
    """Return a text in the reader's language, where the catalogue has it."""
    message, said = reason.params.get("message"), str(reason.params.get("text", reason.code))
    try:
        return messages._(str(message)).format(**reason.params) if message else messages._(said) if said else said
    except (KeyError, IndexError, ValueError, AttributeError):
        return said


def _message(wording: Wording, number: Value | None) -> str:
    if wording.many and isinstance(number, int):
        return messages.plural(wording.message, wording.many, number)
    return messages._(wording.message)


def _parameter(value: Value) -> str:
    """Return a parameter as text; the items of a list are in quotation marks."""
    return _quoted(value) if isinstance(value, list) else str(value)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(messages._("“{words}”", words=word) for word in words)

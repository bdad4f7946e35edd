"""The values of the newsletter's pages for readers."""

import msgspec

from coranto.feeds import address
from coranto.i18n import formats, language
from coranto.i18n.messages import _
from coranto.mailing import links, subscribe
from coranto.model.subscriber import Subscriber, Wish
from coranto.newsroom import Newsroom
from coranto.text import mail_address
from coranto.web.pages import layout
from coranto.web.pages.layout import Layout


class Choice(msgspec.Struct, frozen=True):
    """Something that can be chosen: its value, its name, and whether it is chosen."""

    value: str
    name: str
    chosen: bool


class Choices(msgspec.Struct, frozen=True):
    """What a reader chooses: lists, rhythm, the language of the words around the news."""

    lists: list[Choice]
    rhythms: list[Choice]
    languages: list[Choice]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The page with the form to subscribe."""

    layout: Layout
    choices: Choices
    consent: str
    email: str = ""
    trouble: str = ""


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """A page for one reader: what it says, one button that acts, and the ways on.

    ``button`` is "" where nothing is left to do; ``who`` the masked address; ``choices`` are on the page of settings.
    """

    layout: Layout
    says: list[str]
    who: str = ""
    button: str = ""
    done: str = ""
    trouble: str = ""
    choices: Choices | None = None
    ways: list[tuple[str, str]] = []


def form(newsroom: Newsroom, wish: Wish, email: str = "", trouble: str = "") -> Form:
    """Build the page with the form."""
    site = newsroom.settings.site.title
    return Form(
        layout=_layout(newsroom, links.FOLDER, _("Newsletter by mail"), hidden=False),
        choices=choices(newsroom, wish),
        consent=_(subscribe.CONSENT, site=site),
        email=email,
        trouble=trouble,
    )


def asked(newsroom: Newsroom) -> Personal:
    """Build what a form answers, the same for every address."""
    return Personal(
        layout=_layout(newsroom, f"{links.FOLDER}asked/", _("Look into your mail")),
        says=[
            _("A mail with a link is on its way. Open it and press the button there: then the newsletter comes."),
            _("If nothing arrives within some minutes, look among the unwanted mails, or ask once more in an hour."),
        ],
        ways=[("/newsletter/", _("Past issues"))],
    )


def confirming(newsroom: Newsroom, here: str, one: Subscriber) -> Personal:
    """Build the page that asks to confirm."""
    return Personal(
        layout=_layout(newsroom, here, _("One more press")),
        says=[
            _("You get the newsletter of {site} as soon as you press this button.", site=newsroom.settings.site.title),
            _("You agreed to this on {day}: “{consent}”", day=formats.written(one.at, "d MMMM y"), consent=one.consent),
        ],
        who=mail_address.masked(one.email),
        button=_("Yes, send it to me"),
    )


def confirmed(newsroom: Newsroom, here: str, one: Subscriber) -> Personal:
    """Build the page after it was confirmed."""
    mine = f"{links.FOLDER}settings/{links.person(newsroom, one.number)}/"
    return Personal(
        layout=_layout(newsroom, here, _("You get the newsletter")),
        says=[_("The next issue comes to you. Every issue has a link to change what comes, and one to leave.")],
        who=mail_address.masked(one.email),
        ways=[(mine, _("Change what you get")), ("/newsletter/", _("Past issues"))],
    )


def gone(newsroom: Newsroom, here: str) -> Personal:
    """Build the page for a link that holds no longer."""
    return Personal(
        layout=_layout(newsroom, here, _("This link holds no longer")),
        says=[_("It was used already, or is older than seven days. Who pressed its button gets the newsletter.")],
        ways=[(links.FOLDER, _("Ask for a new one"))],
    )


def settings(newsroom: Newsroom, here: str, one: Subscriber, done: str = "", trouble: str = "") -> Personal:
    """Build the page on which a reader changes what comes."""
    leave = here.replace("/settings/", "/leave/", 1)
    return Personal(
        layout=_layout(newsroom, here, _("What you get")),
        says=[],
        who=mail_address.masked(one.email),
        button=_("Save"),
        done=done,
        trouble=trouble,
        choices=choices(newsroom, one.wish),
        ways=[(leave, _("Leave the newsletter"))],
    )


def leaving(newsroom: Newsroom, here: str, one: Subscriber | None) -> Personal:
    """Build the page that asks whether one wants to leave; the same for a link that has ended."""
    site = newsroom.settings.site.title
    return Personal(
        layout=_layout(newsroom, here, _("Leave the newsletter")),
        says=[_("Press the button, and nothing of {site} comes any more. Your address is deleted.", site=site)],
        who=mail_address.masked(one.email) if one else "",
        button=_("Leave"),
        ways=[(here.replace("/leave/", "/settings/", 1), _("Get less instead"))] if one else [],
    )


def left(newsroom: Newsroom, here: str) -> Personal:
    """Build the page after one has left."""
    return Personal(
        layout=_layout(newsroom, here, _("You have left")),
        says=[
            _("Nothing comes any more. Your address is deleted; only a fingerprint stays, so that no list revives it.")
        ],
        ways=[(links.FOLDER, _("Come back"))],
    )


def alert(newsroom: Newsroom, here: str, name: str) -> Personal:
    """Build the page that asks whether the mails of an alert are to end; without a name it says that none come."""
    if not name:
        return Personal(
            layout=_layout(newsroom, here, _("No more mails of this alert")),
            says=[_("None come any more. Its feed and its webhook go on; the desk removes them.")],
        )
    return Personal(
        layout=_layout(newsroom, here, _("Mails of an alert")),
        says=[_("Press the button, and no more mails of the alert “{name}” come. Its feed goes on.", name=name)],
        button=_("No more mails"),
    )


def public(newsroom: Newsroom, here: str) -> Personal:
    """Build the page behind the links of an issue's public file."""
    return Personal(
        layout=_layout(newsroom, here, _("This link is personal")),
        says=[_("In the mail that comes to you this link is your own. Open it there.")],
        ways=[(links.FOLDER, _("Newsletter by mail"))],
    )


def choices(newsroom: Newsroom, wish: Wish) -> Choices:
    """Return what can be chosen."""
    topics = [topic for topic in newsroom.taxonomy if address.plain(topic.id)]
    tags = language.available(newsroom.settings.folder)
    own = newsroom.settings.site.language.partition("-")[0].lower()
    spoken = wish.language or (own if own in tags else "en")
    return Choices(
        lists=[
            Choice("", _("Everything: the hottest stories of all topics"), "" in wish.topics),
            *(Choice(topic.id, topic.name, topic.id in wish.topics) for topic in topics),
        ],
        rhythms=[
            Choice("daily", _("as the issues come"), not wish.weekly),
            Choice("weekly", _("once a week"), wish.weekly),
        ],
        languages=[Choice(tag, formats.language_name(tag), tag == spoken) for tag in tags],
    )


def _layout(newsroom: Newsroom, here: str, title: str, *, hidden: bool = True) -> Layout:
    return layout.build(newsroom, here, title, hidden=hidden)

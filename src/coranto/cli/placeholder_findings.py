"""Findings about what a site still has from ``coranto init``: the placeholder topic, the title, a port that moved."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from coranto.config import settings_file
from coranto.model.settings import Settings
from coranto.model.topic import Topic
from coranto.run import scaffold

_HERE = ("127.0.0.1", "localhost", "::1")


def of(settings: Settings, topics: Sequence[Topic]) -> Iterator[str]:
    """Yield what is left of the placeholder, each with its file and what to write there."""
    for topic in topics:
        if topic.name == scaffold.NAME or set(scaffold.WORDS) & set(topic.keywords):
            yield (
                f"{topic.file}: `{topic.name}` is still the example that `coranto init` wrote; write your subject's "
                "name and the words that name it (or delete it, and `coranto init --words WORDS` writes one)"
            )
    if settings.site.title == scaffold.TITLE:
        place = settings_file.place(settings, "site.title")
        yield f"{place}: `site.title` is still the example's; write your site's name"
    yield from _port(settings)


def _here(host: str) -> bool:
    """Whether only this machine reaches what is served there: loopback, or the path of a Unix socket."""
    return host in _HERE or host.startswith(("127.", "/"))


def _port(settings: Settings) -> Iterator[str]:
    """Name a port of `site.url` that is not the one served, where both are of this machine."""
    parts = urlsplit(settings.site.url)
    try:
        named = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return
    if parts.hostname in _HERE and not _here(settings.serve.host):
        place = settings_file.place(settings, "site.url")
        yield (
            f"{place}: the site is served to other machines ({settings.serve.host}), and `site.url` names this one; "
            "write the address that readers use"
        )
    elif parts.hostname in _HERE and named != settings.serve.port:
        place = settings_file.place(settings, "site.url")
        yield (
            f"{place}: `site.url` names port {named} of this machine, and `serve.port` is {settings.serve.port}; "
            "links lead nowhere until they are the same"
        )

"""Findings that keep a newsroom from starting. Tries each part as a run does; one failure does not hide the next."""

from collections.abc import Callable, Iterator
from pathlib import Path

from coranto import errors, newsroom, plugins
from coranto.config import crawlers, settings_file
from coranto.fetch.guard import Guard
from coranto.model.settings import Settings
from coranto.record import image_cache
from coranto.store.open import address_of


def of(settings: Settings) -> Iterator[str]:
    """Yield the errors at which ``coranto run`` would stop, as text; nothing is opened or written."""
    folder = Path(settings.folder)
    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("database", lambda: address_of(newsroom.database(settings))),
        ("key", lambda: newsroom.key(settings)),
        ("publish.outputs", lambda: newsroom.outputs(settings)),
        ("mail.servers", lambda: newsroom.mail_library(settings)),
        ("", lambda: plugins.table("coranto.signals", {})),
        ("", lambda: plugins.table("coranto.sources", {})),
        ("fetch.allow", lambda: Guard(settings.fetch.allow)),
        ("", lambda: newsroom.hubs(folder)),
        ("", lambda: image_cache.allowed(folder)),
        ("", lambda: crawlers.unwelcome(folder)),
    )
    for setting, try_it in parts:
        try:
            try_it()
        except errors.ConfigError as why:
            yield f"{settings_file.place(settings, setting)}: {why.what}" if setting else str(why)
    if settings.mail.servers and not settings.mail.sender:  # from the environment; in the file it is an error already
        yield f"{settings_file.place(settings, 'mail.servers')}: there are servers, and {settings_file.NO_SENDER}"

"""A topic: one YAML file of the site's ``topics`` folder."""

import msgspec


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A subject of the site; ``parent`` is the NAME of the topic above it, ``file`` the file it was read from."""

    id: str
    name: str
    shortname: str | None = None
    parent: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()  # an article with one of these is not on the topic
    hashtags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    services: dict[str, str] = {}
    role: str = "core"  # core, also (of interest), never (published): how the subject profile takes it
    threshold: int | None = None  # heat for publication on this topic, where it differs from the site's
    per_day: float | None = None  # published stories per day on this topic, where it has a line of its own
    file: str = ""

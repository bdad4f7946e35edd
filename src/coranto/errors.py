"""What can go wrong, as a tree; the message of each tells the reader what happened, where, and what to do next.

::

    CorantoError
    ├── ConfigError       coranto.toml: an unknown key, a wrong value        (exit 2)
    ├── TopicError        a topic file: file, line, reason                   (the others load)
    ├── RecordError       a record file or its secured part                  (the file is left alone)
    ├── NotAFeed          bytes that are no feed, sitemap or list of feeds
    ├── NoArticle         a page without an article: index, login, cookie wall
    ├── FetchError        an address that was refused or did not answer
    ├── EditError         an edit that cannot be made as asked               (nothing is changed)
    │   └── StoryError    a merge, split or move that cannot be              (the stories stay as they are)
    ├── HookError         an address that cannot be told of stories          (the other hooks stay)
    ├── WriteError        a file or folder that cannot be written            (nothing half-written)
    ├── PluginError       an installed plugin that failed, by its name
    └── StoreError        the database: cannot be opened, is newer, is full
"""


class CorantoError(Exception):
    """Anything Coranto says about bad input or a bad surrounding; its text is for the user.

    Parameters
    ----------
    what : str
        What happened and what to do next, one sentence or two.
    where : str
        File (with line, ``topics/ai.yaml:12``), source or address; empty where none is known.

    """

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{where}: {what}" if where else what)
        self.what = what
        self.where = where


class ConfigError(CorantoError):
    """The configuration cannot be used."""


class AtWork(ConfigError):  # noqa: N818 - named for what it says to the user
    """Another run is at work in the newsroom's folder."""


class TopicError(CorantoError):
    """A topic file cannot be used."""


class ThemeError(CorantoError):
    """A template of the newsroom's own cannot be used."""


class RecordError(CorantoError):
    """A record cannot be read, or its secured part cannot be opened."""


class NotAFeed(CorantoError):  # noqa: N818 - named for what it says to the user
    """The bytes are no feed, sitemap or outline."""


class NoArticle(CorantoError):  # noqa: N818 - named for what it says to the user
    """The page has no article."""


class FetchError(CorantoError):
    """An address was refused before it was asked, or gave no usable answer."""


class EditError(CorantoError):
    """An edit cannot be made as asked; nothing was changed."""


class StoryError(EditError):
    """Stories cannot be merged or split as asked."""


class HookError(CorantoError):
    """A hook cannot be added, or there is none of this number."""


class WriteError(CorantoError):
    """A file cannot be written: a full disk, a read-only folder, a path outside its place."""


class PluginError(CorantoError):
    """A plugin failed; it is named with its package and what it said."""


class StoreError(CorantoError):
    """The database cannot do what was asked."""

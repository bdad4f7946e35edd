"""What can go wrong, as a tree; the message of each tells the reader what happened, where, and what to do next.

::

    CorantoError
    ├── ConfigError       coranto.toml: an unknown key, a wrong value        (exit 2)
    │   └── MissingExtra  it asks for an extra that is not installed: which, and how to install it
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

from coranto.model.reason import Reason, text


class CorantoError(Exception):
    """Anything Coranto says about bad input or a bad surrounding; its text is for the user.

    Parameters
    ----------
    what : str or Reason
        What happened and what to do next: one sentence or two; or a reason, which ``coranto.i18n.wording.error`` puts
        into words where it is shown.
    where : str
        File (with line, ``topics/ai.yaml:12``), source or address; empty where none is known.

    """

    def __init__(self, what: str | Reason, where: str = "") -> None:
        self.reason = what if isinstance(what, Reason) else text(what)
        self.what = what if isinstance(what, str) else " ".join([what.code, *map(str, what.params.values())])
        self.where = where
        super().__init__(f"{where}: {self.what}" if where else self.what)


class ConfigError(CorantoError):
    """The configuration cannot be used."""


class AtWork(ConfigError):  # noqa: N818 - named for what it says to the user
    """Another run is at work in the newsroom's folder."""


class MissingExtra(ConfigError):  # noqa: N818 - named for what it says to the user
    """The configuration asks for a part of Coranto that is not installed."""


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

"""Errors, as a tree; each message says what happened, where, and what to do next.

::

    CorantoError
    ├── ConfigError       coranto.toml: an unknown key, a wrong value        (exit 2)
    │   └── MissingExtra  it asks for an extra that is not installed: which, and how to install it
    ├── TopicError        a topic file: file, line, reason                   (other files load)
    ├── RecordError       a record file or its secured part                  (the file is left alone)
    ├── NotAFeed          bytes that are not a feed, sitemap or list of feeds
    ├── NoArticle         a page without an article: index, login, cookie wall
    ├── FetchError        an address that was refused or did not respond
    ├── EditError         an edit that cannot be made as requested           (nothing is changed)
    │   └── StoryError    an impossible merge, split or move                 (the stories stay as they are)
    ├── PeopleError       a person who cannot be added, signed in or removed  (nobody else is touched)
    ├── AlertError        an alert that cannot be added or does not exist    (other alerts stay)
    ├── HookError         a webhook that cannot be added or does not exist   (other webhooks stay)
    ├── WriteError        a file or folder that cannot be written            (nothing half-written)
    ├── BackupError       a backup that cannot be made, read or restored     (what was there stays)
    ├── MoveError         a store that cannot be moved to another database    (the old one stays as it is)
    ├── PruneError        an age that is none, or a clock that may be wrong    (nothing has gone)
    ├── PluginError       an installed plugin that failed, by its name
    └── StoreError        the database: cannot be opened, is newer, is full
"""

from coranto.model.reason import Reason, text


class CorantoError(Exception):
    """Base class of errors about bad input or a bad environment; the text is for the user.

    Parameters
    ----------
    what : str or Reason
        What happened and what to do next: one sentence or two; or a reason, which ``coranto.i18n.wording.error`` puts
        into words where it is shown.
    values : str or int
        What stands in the braces of a message, so that it can be translated.
    where : str
        File (with line, ``topics/ai.yaml:12``), source or address; empty if unknown.

    """

    def __init__(self, what: str | Reason, where: str = "", **values: str | int) -> None:
        self.reason = what if isinstance(what, Reason) else text(what, **values)
        said = what.format(**values) if values and isinstance(what, str) else what
        self.what = said if isinstance(said, str) else " ".join([said.code, *map(str, said.params.values())])
        self.where = where
        super().__init__(f"{where}: {self.what}" if where else self.what)


class ConfigError(CorantoError):
    """The configuration cannot be used."""


class AtWork(ConfigError):
    """Another run is at work in the newsroom's folder."""


class MissingExtra(ConfigError):
    """The configuration asks for a part of Coranto that is not installed."""


class TopicError(CorantoError):
    """A topic file cannot be used."""


class ThemeError(CorantoError):
    """A custom template of the newsroom cannot be used."""


class RecordError(CorantoError):
    """A record cannot be read, or its secured part cannot be opened."""


class NotAFeed(CorantoError):
    """The bytes are not a feed, sitemap or outline."""


class NoArticle(CorantoError):
    """The page has no article."""


class FetchError(CorantoError):
    """An address was refused before the request, or gave no usable response."""


class EditError(CorantoError):
    """An edit cannot be made as requested; nothing was changed."""


class StoryError(EditError):
    """Stories cannot be merged or split as requested."""


class IssueError(CorantoError):
    """An issue of the newsletter does not exist, or cannot be drafted, planned, put out or taken back."""


class SubscriberError(CorantoError):
    """A subscriber, or a list of addresses, cannot be added, changed or taken back as requested."""


class MailError(CorantoError):
    """Mail cannot be sent: no server is set up, or none takes it; the message never has a password."""


class HookError(CorantoError):
    """A webhook cannot be added, or does not exist."""


class WriteError(CorantoError):
    """A file cannot be written: a full disk, a read-only folder, a path outside its place."""


class PluginError(CorantoError):
    """A plugin failed; the message names its package and the error."""


class StoreError(CorantoError):
    """The database cannot do what was requested."""


class AlertError(CorantoError):
    """An alert cannot be added as requested, or does not exist; nothing is changed."""


class TakenOver(StoreError):
    """Another worker has begun what only one may do; what this one was about to save is not."""


class PeopleError(CorantoError):
    """A person cannot be added, signed in or removed as requested; nothing is changed."""


class BackupError(CorantoError):
    """A backup cannot be made, read or restored; what was there before is unchanged."""


class MoveError(CorantoError):
    """A store cannot be moved to another database; the one it is in is unchanged."""


class PruneError(CorantoError):
    """An age is not valid, or the clock may be wrong. Nothing was deleted."""

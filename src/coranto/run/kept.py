"""What a grouper keeps from round to round: the ingest, whose clusterer is long to load, and the sources."""

from collections.abc import Callable

from coranto.newsroom import Newsroom
from coranto.run import read, sourcing
from coranto.run.ingest import Ingest
from coranto.run.replica import Replica
from coranto.store import change_log

_SOURCE = change_log.source("")
_NONE = 2**62  # a number that no change has


class KeptSources:
    """The newsroom's sources as its list has them, read again where the store's change log names one.

    How their polls went is as of the time when they were read.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._number = -1  # of the last change that is known
        self._sources = read.Sources(())

    def get(self) -> read.Sources:
        """Return the sources as they are now: the same object until one changes."""
        store = self._newsroom.store
        with store.transaction():
            number, keys = store.read_changes(self._number if self._number >= 0 else _NONE)
            changed = {key.removeprefix(_SOURCE) for key in keys if key.startswith(_SOURCE)}
            if self._number < 0:
                self._sources = read.Sources(store.get_sources())
            elif changed:
                kept = [one for one in self._sources.all() if one.id not in changed]
                self._sources = read.Sources([*kept, *store.get_sources(changed)])
        self._number = number
        return self._sources


class Kept:
    """The ingest and the sources of the process that groups, from one round to the next, and of the one that is next.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._sources = KeptSources(newsroom)
        self._named: read.Sources | None = None  # those whose names the ingest has
        self._ingest: Ingest | None = None
        self._replica: Replica | None = None  # of what another worker groups
        self._generation = newsroom.generation

    def sources(self) -> read.Sources:
        """Return the sources as they are now."""
        return self._sources.get()

    def take(self) -> Ingest:
        """Take the ingest of the round before; a new one after an error, or where rules or another process changed it.

        Give it back by ``keep`` when the round has ended well. After an error the memory may have what the store has
        not: then the next round begins from the store.
        """
        newsroom, ingest, sources = self._newsroom, self._ingest, self.sources()
        self._ingest = None
        if ingest is not None and not ingest.is_current():
            ingest = None
        if ingest is not None and newsroom.generation != self._generation:
            ingest.snapshot(whole=True)  # so that nothing is placed again by other rules
            ingest = None
        names = sourcing.known(sources.all(), newsroom.settings) if sources is not self._named or not ingest else None
        if ingest is None:
            ingest = Ingest(newsroom, names, self._followed())
        elif names is not None:
            ingest.names = names
        self._named, self._generation = sources, newsroom.generation
        return ingest

    def keep(self, ingest: Ingest) -> None:
        """Keep the ingest for the next round; save it where that is worth while."""
        ingest.snapshot(worth=True)
        self._ingest = ingest

    def begin(self) -> None:
        """Begin a new term: another worker may have grouped since the one before."""
        self._ingest = None

    def follow(self, stopping: Callable[[], bool]) -> None:
        """Follow what another worker groups, so that ``take`` has little to do.

        After an error the next call begins from the store: the replica may be without what it had begun to load.
        """
        self.begin()
        replica, self._replica = self._replica, None
        if replica is None or self._newsroom.generation != self._generation:
            replica, self._generation = None, self._newsroom.generation  # there may be no memory for two
            replica = Replica(self._newsroom, stopping)
        else:
            replica.follow(stopping)
        self._replica = replica
        self.sources()

    def _followed(self) -> Replica | None:
        """Return the replica that has followed, up to date, for good; None where there is none by today's rules."""
        replica, self._replica = self._replica, None
        if replica is None or self._newsroom.generation != self._generation:
            return None
        replica.follow()
        return replica

    def close(self) -> None:
        """Save the ingest for the next program."""
        if self._ingest is not None:
            self._ingest.snapshot()

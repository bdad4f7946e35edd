"""What the newsroom remembers.

``open_store`` gives a ``Store``; its contract is in ``protocol``. ``tables`` has the tables, and beside it stands a
module a noun with the statements about it: source, entry, article, story, reader, ruling, record, outbox, shelf. An
arrival (``filing``) touches most of them; ``placing`` is its part about stories. ``river``, ``chart``, ``search`` and
``lookup`` ask across nouns. ``database`` puts a transaction around each.
"""

from coranto.store.open import open_store

__all__ = ["open_store"]

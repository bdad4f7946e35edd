"""The store: everything the newsroom remembers, in SQLite or PostgreSQL.

``open_store`` returns a ``Store``; its contract is in ``protocol``. ``tables`` defines the tables. Each noun has a
module with its statements: source, entry, article, story, override, record, outbox, key_value and so on. A new article
(``article_change``) touches most of them; ``story_write`` is the part about stories. ``recent``, ``statistics``,
``search`` and ``resolve`` query several nouns. ``database`` wraps each function in a transaction.
"""

from coranto.store.open import open_store

__all__ = ["open_store"]

"""The fictional press of the demo: outlets, feeds, pages and pictures, written for Coranto and served on loopback.

``outlets.yaml`` has the outlets, ``stories/*.yaml`` (one file per section) their articles, ``topics/*.yaml`` the demo's
topics. ``newsstand`` places the articles in time, ``pages``, ``feeds`` and ``pictures`` render them, ``server``
serves them. None of the people, companies, places, laws and papers in it exist.
"""

from coranto.demo.feeds import sources_opml
from coranto.demo.server import Press

__all__ = ["Press", "sources_opml"]

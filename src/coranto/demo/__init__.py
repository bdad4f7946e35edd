"""The fictional press of the demo: outlets, feeds, pages and pictures, written for Coranto and served on loopback.

``outlets.yaml`` holds who writes, ``stories/*.yaml`` (a file a desk) what they write, ``topics/*.yaml`` what the demo's
site follows. ``newsstand`` places the articles in time, ``pages``, ``feeds`` and ``pictures`` print them, ``server``
serves them. None of the people, companies, places, laws and papers in it exist.
"""

from coranto.demo.feeds import sources_opml
from coranto.demo.server import Press

__all__ = ["Press", "sources_opml"]

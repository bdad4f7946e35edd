"""Coranto: a newsroom for your own subject. The folders, in the order an article meets them.

========  ==========================================================
source    whom we read: kinds, outlines, discovery, when to look again
fetch     bytes over HTTP: client, guard, spacing, robots
parse     bytes to entries: RSS, Atom, JSON Feed, sitemaps
extract   a page to an article: facts, text, pictures, language
dedupe    canonical addresses, near-same text
topic     the site's topics, and which of them an article has
score     quality, as a sum of named parts
story     which articles tell one event, and why
heat      how hot a story is
publish   the decision, the record, and its outputs
serve     the site, the API and the feeds
========  ==========================================================

``pipeline`` is the newsroom on one page; ``store`` is its memory; ``model`` holds its nouns; ``cli`` its commands;
``text`` reads charsets, dates and addresses as feeds and pages write them;
``hook`` says what programs of others are told of stories;
``newsroom`` is a newsroom without a memory; ``press`` is the demo's fictional one;
``testing`` holds fakes for plugin authors.
"""

__version__ = "0.1.0"

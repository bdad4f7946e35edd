"""Coranto: a newsroom for your own subject. The rooms, in the order in which an article meets them.

========  ==========================================================================
source    sources: kinds, OPML, discovery, cadence, WebSub subscriptions
fetch     bytes over HTTP: client, guard, politeness, robots
parse     bytes to entries: RSS, Atom, JSON Feed, sitemaps
extract   a page to an article: facts, text, images, language
dedupe    canonical addresses, near-same text
revision  what outlets change in an article afterwards, and when to look again
topic     the site's topics, and which of them an article has
score     quality, as a sum of named parts
story     which articles tell one event, and why
heat      how hot a story is
decide    what is published, and why
record    the public record: build, emit, read, seal, slug, write
letter    the newsletter: when it is due, what it tells, its file and mail
feeds     documents for machines: RSS, Atom, JSON Feed, sitemaps, the static API
edit      edits by a person: merge, split, publish, hide, undo
run       the stages in motion: poll, read, ingest, publish, import, batch
notify    who is notified: webhooks, WebSub hubs
web       the live site: app, routes, pages, API, assistants
site      the same site as static files
========  ==========================================================================

``pipeline`` is the newsroom on one page and ``newsroom`` what it works with. ``model`` holds the nouns, ``config``
reads what an editor writes by hand, ``store`` is the memory. ``text`` reads charsets, dates and addresses as feeds and
pages write them, ``language`` has the words of any language and their forms, ``teach`` what editors' decisions teach,
``people`` who may sign in to the desk and do what, ``operate`` backs up, restores and moves a newsroom,
``mailing`` who gets the newsletter as mail and how it is sent,
``i18n`` the language of messages. ``cli`` has the commands, ``demo`` the fictional press, ``plugins`` the three tables
that installed packages add to, ``testing`` fakes for plugin authors, ``errors`` the exceptions.
"""

__version__ = "0.2.0"

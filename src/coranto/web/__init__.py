"""The live site: pages, API and feeds. Every page and file is a document that the static builder writes too.

=============  =====================================================================
app            the application, its middleware and its server
page_kind      what a kind of page or file declares
page_kinds     the table of all kinds
routes         the live routes, from that table
routing        how routes are declared, ordered and matched
responses      a document as an HTTP response: validators, headers, redirects, errors
cache          responses kept until the store changes
compression    Brotli and gzip
rate_limits    how often one client may call the API
reader_count   counting readers without knowing them
document       the bytes of a page or file, and its path
render, theme  values and templates to bytes; a newsroom's own look
words          times, counts and sentences as pages word them
search_query   a search as a reader writes it
feeds          RSS, Atom, JSON Feed, OPML; sitemaps, robots, pwa, social cards beside it
websub         callbacks of WebSub hubs
pages          the values of each HTML page, and its declaration
api, mcp       the JSON pages of the API; the tools for assistants
=============  =====================================================================
"""

"""The site, the API and the feeds: one set of documents, served live or written as files.

========  ==========================================================
address   where each page stands, and the way from one to another
views     from the store to the values of each page
question  a search as a reader writes it
charts    the shapes: sparkline, pulse, steps of heat, bars of days
words     times, counts and sentences as the page says them
render    values and templates to bytes
pages     every HTML page as a document
api       the JSON pages, the same bytes live and as files
feeds     RSS, Atom, JSON Feed, the sitemap and the small files
v1        the API for programs
answers   a document as an answer over HTTP
cache     answers kept until what they show has changed
routes    which address answers with which document
app       the application and its server
export    the documents as files
========  ==========================================================
"""

"""The API for programs, ``/api/v1``: excerpts and links, never a text.

=========  ===================================================
schemas    the shapes of its responses
params     the parameters of a request, read and checked
endpoints  every response as a document
kinds      the declarations of these documents
routes     the streamed export
export     everything public, line by line
openapi    the description of the API, from the schemas
classic    the static JSON pages, ``/api/news`` and its siblings
=========  ===================================================
"""

"""RSS"""
from coranto.serve import render
from coranto.serve.document import Document
def static(name: str) -> Document | None:
    """Give one of the site's own files."""
    body = render.static(name)
    return Document(f"/static/{name}", body, render.STATIC[name]) if body is not None else None
def feed(*a): return None
def sitemap(*a): return None
def robots(*a): return None

"""The API for programs, ``/api/v1``: excerpts and links, never a text.

========  ===================================================
shapes    what the answers are made of
asking    the parameters of a request, or what is wrong there
answers   every answer as a document
export    everything public, line by line
openapi   the description of all that, made from the shapes
========  ===================================================
"""

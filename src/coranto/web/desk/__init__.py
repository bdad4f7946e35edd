"""The desk: where a person who is signed in runs the newsroom in the browser. It stands beside the public site.

``door`` takes every request below ``/desk/`` before the public site's cache and compression; ``guard`` decides who may
do what, for every route in one place; each other module is a group of pages. What they do are the verbs of
``coranto.edit``. It needs the extra ``desk``.
"""

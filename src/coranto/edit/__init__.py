"""Editors' decisions, one file per verb.

========  ==============================================================
merge     two stories are one
split     articles of a story are a story of their own
move      an article belongs to another story
publish   an article is published, whatever the rules say
hide      an article is taken down, everywhere
pin       a story stays at the top of the front page
boost     points on top of an article's quality
headline  another headline
excerpt   another excerpt
lead      which article leads its story
topics    which topics an article has
words     which words put an article on a topic
hold      a story waits until tomorrow
rule      what is muted, favoured, held or given a topic
undo      an edit is taken back, exactly
========  ==============================================================

Each verb has a check (whose errors say what is wrong), an effect and an undo. ``verbs`` is their table: it defines
the command line, and enters every edit in the log (``log``).
"""

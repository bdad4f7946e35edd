"""The table of verbs, and its three uses: an editor decides, the newsroom carries out, a restart replays.

Edits of an article take effect at once, in one transaction with their log entry; the records that they change
are then in the outbox. Edits of stories wait for the running newsroom, which carries them out between two
arrivals: only it has the clusterer.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from coranto import errors
from coranto.edit import (
    boost,
    excerpt,
    file,
    headline,
    hide,
    hold,
    lead,
    merge,
    move,
    pin,
    publish,
    row,
    rule,
    setting,
    split,
    topics,
    undo,
    words,
)
from coranto.edit.verb import Verb
from coranto.model.edit import TAKES_BACK, Edit
from coranto.model.reason import Reason
from coranto.newsroom import Newsroom
from coranto.story.cluster import Clusterer
from coranto.story.placement import Item

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        merge.VERB,
        split.VERB,
        move.VERB,
        publish.VERB,
        hide.VERB,
        pin.VERB,
        boost.VERB,
        headline.VERB,
        excerpt.VERB,
        lead.VERB,
        topics.VERB,
        row.VERB,
        setting.VERB,
        file.VERB,
        words.VERB,
        hold.VERB,
        rule.VERB,
    )
}


def say(newsroom: Newsroom, verb: str, arguments: Mapping[str, Any], *, who: str = "", why: str = "") -> Edit:
    """Check an editor's decision, and save it as an edit.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    verb : str
        A name of the table.
    arguments : mapping
        The values of the verb's arguments and options, by name.
    who, why : str
        Author and reason, for the log.

    Returns
    -------
    edit : Edit
        With its number. An edit of an article is carried out; one of stories waits for ``Ingest.apply_edits``.

    Raises
    ------
    EditError
        The edit is not possible; nothing was changed.

    """
    with newsroom.store.transaction(writes=True):
        edit = VERBS[verb].check(newsroom, arguments)
        return _enter(newsroom, msgspec.structs.replace(edit, who=who, why=why))


def take_back(newsroom: Newsroom, number: int, *, who: str = "") -> Edit:
    """Undo an edit by its number, like ``say``; one of stories that still waits is never carried out."""
    with newsroom.store.transaction(writes=True):
        edit = undo.find(newsroom, number)
        if edit.arrival is None:
            return _withdraw(newsroom, edit, who)
        undone = VERBS[edit.kind].take_back(newsroom, edit)
        return _enter(newsroom, msgspec.structs.replace(undone, undoes=number, who=who, why=TAKES_BACK.format(number)))


def carry_out(newsroom: Newsroom, clusterer: Clusterer, edit: Edit, arrival: int) -> Edit:
    """Carry out an edit of stories and save its result, within an open write transaction.

    ``arrival`` is the number of the last article that has arrived.
    """
    try:
        done = VERBS[edit.kind].carry_out(newsroom, edit, clusterer)
    except errors.EditError as why:
        done = msgspec.structs.replace(edit, trouble=why.reason)
    done = msgspec.structs.replace(done, arrival=arrival)
    newsroom.store.finish_edit(done)
    return done


def replay(newsroom: Newsroom, clusterer: Clusterer, edit: Edit, words: Mapping[str, Item]) -> None:
    """Repeat a carried-out edit in a clusterer.

    ``words`` has articles as they were then, where the store has other words now.
    """
    again = VERBS[edit.kind].replay
    if again is not None:
        again(newsroom, edit, clusterer, words)


def _withdraw(newsroom: Newsroom, edit: Edit, who: str) -> Edit:
    """Let a waiting edit of stories end without effect."""
    trouble = Reason("edit.withdrawn", {"who": who}) if who else Reason("edit.withdrawn_at_all")
    gone = msgspec.structs.replace(edit, trouble=trouble, arrival=newsroom.store.last_arrival())
    newsroom.store.finish_edit(gone)
    return gone


def _enter(newsroom: Newsroom, edit: Edit) -> Edit:
    if edit.of_stories:
        return msgspec.structs.replace(edit, number=newsroom.store.add_edit(edit))
    edit = msgspec.structs.replace(edit, arrival=0)
    edit = msgspec.structs.replace(edit, number=newsroom.store.add_edit(edit))
    return VERBS[edit.kind].carry_out(newsroom, edit, None)

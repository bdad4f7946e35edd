"""Undo: find the edit to undo. Each verb defines how it is undone (``Verb.take_back``)."""

from coranto import errors
from coranto.i18n.wording import say
from coranto.model.edit import Edit
from coranto.newsroom import Newsroom


def find(newsroom: Newsroom, number: int) -> Edit:
    """Return the edit with a number.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.
    number : int
        The edit's number in the log.

    Raises
    ------
    EditError
        The edit does not exist (the message names those that do), or changed nothing.

    """
    where = f"edit {number}"
    edit = newsroom.store.get_edit(number)
    if edit is None:
        raise errors.StoryError(_which(newsroom), where)
    if edit.trouble:
        raise errors.StoryError(
            f"nothing was done by it ({say(edit.trouble)}), so there is nothing to take back", where
        )
    return edit


def _which(newsroom: Newsroom) -> str:
    numbers = [edit.number for edit in newsroom.store.get_edits()]
    if not numbers:
        return "nothing was edited yet, so there is nothing to take back; see `coranto edit --help`"
    if len(numbers) == 1:
        return f"there is none of this number, only {numbers[0]}; `coranto edit log` tells it"
    span = f"they go from {min(numbers)} to {max(numbers)}"
    return f"there is none of this number, {span}; `coranto edit log` lists them"

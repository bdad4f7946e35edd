"""Release what editors held until now: the rules decide about it again."""

from collections import Counter

import structlog

from coranto import errors
from coranto.edit import hold, verbs
from coranto.newsroom import Newsroom

log = structlog.get_logger("coranto")
WHY = "its time is over"


def release(newsroom: Newsroom, done: Counter[str]) -> None:
    """Take back every hold whose time is over; it is logged without a name."""
    for article in hold.over(newsroom):
        try:
            verbs.say(newsroom, "hold", {"article": article, "off": True}, why=WHY)
        except errors.EditError as why:  # taken down meanwhile
            log.info("not released", article=article, reason=str(why))
        else:
            done["released"] += 1

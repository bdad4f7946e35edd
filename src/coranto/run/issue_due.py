"""What the newsletter does by itself, in every round: draft at the hour, put out what is planned."""

from datetime import datetime

import msgspec
import structlog

from coranto import errors
from coranto.letter import lists, schedule
from coranto.mailing import ledger
from coranto.model.newsletter import StoredIssue
from coranto.newsroom import Newsroom
from coranto.run import issue, issue_mail
from coranto.store import restored

log = structlog.get_logger("coranto")

_REACHED = "letter.reached"  # the last moment of the schedule that was handled


def run_due(newsroom: Newsroom) -> None:
    """Do all due work: finish what was begun, draft at the hour, put out planned issues.

    What is late by more than ``schedule.LATE``, or follows a moment that was missed (a restored backup, a machine that
    was off), becomes a draft that asks: it is never put out by itself.
    """
    try:
        issue.finish(newsroom)
    except errors.WriteError as why:
        log.error("the file of an issue is not written", reason=str(why))  # noqa: TRY400 - the message says it all
        return
    _draft_due(newsroom)
    now = newsroom.now()
    for planned in newsroom.store.get_issues():
        if planned.state != "planned" or planned.due is None or planned.due > now:
            continue
        if now - planned.due > schedule.LATE:
            _ask(newsroom, planned)
            continue
        back = restored.of(newsroom.store)
        if (newsroom.records / planned.issue.path).exists() or (back and planned.due <= back.at):
            _ask(newsroom, planned)  # the store is older than the files: it may have gone out
            continue
        try:
            if ledger.is_set_up(newsroom.settings):
                issue_mail.send(newsroom, planned.issue.ident)
            else:
                issue.archive(newsroom, planned.issue.ident)
            log.info("issue is out", issue=planned.issue.ident)
        except errors.IssueError as why:
            log.warning("issue is not out", issue=planned.issue.ident, reason=str(why))
            newsroom.store.save_issue(msgspec.structs.replace(planned, state="draft", due=None))


def _draft_due(newsroom: Newsroom) -> None:
    """Draft the issues of the schedule's last moment, one for each list with subscribers, if the settings say so."""
    how = newsroom.settings.letter.by_itself
    if how == "never":
        return
    now, rhythm = newsroom.now(), schedule.rhythm(newsroom.settings.letter)
    moment = rhythm.last(now)
    kept = newsroom.store.get_value(_REACHED)
    reached = datetime.fromisoformat(kept.decode()) if kept else None
    if reached is not None and reached > now:  # the clock was ahead
        newsroom.store.put_value(_REACHED, moment.isoformat().encode())
        return
    if reached is not None and reached >= moment:
        return
    with newsroom.store.transaction(writes=True):
        newsroom.store.put_value(_REACHED, moment.isoformat().encode())
        if reached is None:  # it begins with the next hour
            return
        back = restored.of(newsroom.store)  # what was due before the restore may have gone out already
        in_time = (
            now - moment <= schedule.LATE and rhythm.following(reached) == moment and not (back and moment <= back.at)
        )
        day = rhythm.day(moment)
        for name in lists.wanted(one.wish for one in newsroom.store.get_subscribers(state="confirmed")):
            if not lists.comes_on(name, day.weekday(), rhythm):
                continue
            found = issue.composed(newsroom, now, name, day, reached)
            if newsroom.store.get_issue(found.issue.ident) is not None or not found.stories:
                continue
            unknown = (newsroom.records / found.issue.path).exists()  # the store is older than the files
            if how == "send" and in_time and not unknown:
                found = msgspec.structs.replace(found, state="planned", due=moment)
            else:
                found = msgspec.structs.replace(found, late=not in_time or unknown)
            newsroom.store.save_issue(found)
            log.info("issue drafted", issue=found.issue.ident, stories=len(found.stories), late=found.late)


def _ask(newsroom: Newsroom, planned: StoredIssue) -> None:
    newsroom.store.save_issue(msgspec.structs.replace(planned, state="draft", due=None, late=True))
    log.warning(
        "issue is late and waits for a person",
        issue=planned.issue.ident,
        due=f"{planned.due:%Y-%m-%d %H:%M} UTC",
        next=f"coranto issue {'send' if ledger.is_set_up(newsroom.settings) else 'archive'} {planned.issue.ident}",
    )

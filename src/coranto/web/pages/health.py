"""How a source does, in words."""

from coranto.i18n.messages import _
from coranto.model.source import Source
from coranto.web import words


def state(source: Source) -> tuple[str, bool]:
    """Say how a source does, and whether it does well."""
    if source.retired:
        return _("no longer read: {why}", why=words.said(source.retired)), False
    if source.failures:
        times = words.count(source.failures, "failure")
        return _(
            "{failures} in a row: {why}",
            failures=times,
            why=words.said(source.trouble) if source.trouble else _("no answer"),
        ), False
    return _("well") if source.last_good else _("not looked at yet"), True

"""Standard error as a log: every line with its time and level, as text or as an object of JSON.

People at a terminal read plain sentences. A service manager or a collector of logs asks for ``--log text`` or
``--log json``: then each line that anything in this process writes to standard error becomes one event.
"""

import json
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

FORMS = ("plain", "text", "json")
_INFO, _ERROR = "info", "error"


class LogLines:
    """A stream that turns the lines written to it into events of a log.

    Parameters
    ----------
    out : TextIO
        Where the log goes.
    form : str
        ``text`` or ``json``.

    """

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, out: TextIO, form: str) -> None:
        self._out, self._form, self._begun = out, form, ""

    def write(self, text: str) -> int:
        """Take text; each line that is complete becomes an event. Return the number of letters, as streams do."""
        *whole, self._begun = (self._begun + text).split("\n")
        for line in whole:
            if line.strip():
                self.event(line.rstrip(), _INFO)
        return len(text)

    def event(self, line: str, level: str) -> None:
        """Write a line as an event; an object of JSON gives the event its fields."""
        fields: dict[str, Any] = {}
        if self._form == "json" and line.startswith("{"):
            try:
                fields, line = json.loads(line), "summary"
            except ValueError:
                fields = {}
        self.log(level, line, **fields)

    def log(self, level: str, event: str, **fields: Any) -> None:
        """Write an event."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self._form == "json":
            said = json.dumps({"time": now, "level": level, "event": event, **fields}, ensure_ascii=False, default=str)
        else:
            said = " ".join([now, f"[{level}]", event, *(f"{name}={value!r}" for name, value in fields.items())])
        self._out.write(f"{said}\n")
        self._out.flush()

    def flush(self) -> None:
        """Pass on what is complete; the beginning of a line waits for its end."""
        self._out.flush()

    def isatty(self) -> bool:
        """Whether it is a terminal: no, so nothing draws on it."""
        return False

    def fileno(self) -> int:
        """Return the number of the file that the log goes to."""
        return self._out.fileno()


def begin(form: str) -> None:
    """Make standard error a log from now on; ``plain`` leaves it as it is."""
    if form != "plain" and not isinstance(sys.stderr, LogLines):
        sys.stderr = LogLines(sys.stderr, form)
        sys.excepthook = _crashed


def failed(line: str) -> None:
    """Write the sentence with which a command fails."""
    if isinstance(sys.stderr, LogLines):
        sys.stderr.event(line, _ERROR)
    else:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write an exception that nothing caught as one event."""
    if isinstance(sys.stderr, LogLines):
        calls = "".join(traceback.format_tb(trace)).rstrip()
        sys.stderr.log("critical", f"{kind.__name__}: {error}", exception=calls)
    else:
        sys.__excepthook__(kind, error, trace)

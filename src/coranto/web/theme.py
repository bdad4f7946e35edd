"""A newsroom's own look: ``theme.css`` and ``templates/`` in its folder, each over Coranto's own.

A template of the newsroom's that is broken costs only itself: the page is set in Coranto's own, and the log says which
file and line to mend.
"""

import hashlib
import traceback
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
import jinja2.meta
import structlog

from coranto import errors
from coranto.config import look
from coranto.i18n import formats, messages
from coranto.i18n.messages import _, _n

STATIC = {
    "style.css": "text/css",
    "coranto.js": "text/javascript",
    "early.js": "text/javascript",
    "news.js": "text/javascript",  # on every page but these two
    "yours.js": "text/javascript",  # on the page of the reader's own choices alone
    "search.js": "text/javascript",  # on the page of the search alone
    "icon.svg": "image/svg+xml",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
    "theme.css": "text/css",  # where the newsroom has one
}
CSS, TEMPLATES = look.FILE, "templates"
# What a page may load; in the page itself too, for a site of plain files whose server sends no headers of ours.
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'"
_OURS = "coranto"  # `{% extends "coranto/front.html" %}` is Coranto's own, from a template of the same name
_log = structlog.get_logger("coranto.web")


class Theme:
    """The look of the newsroom in a folder.

    Parameters
    ----------
    folder : str
        The folder of ``coranto.toml``. ``theme.css`` and templates in use are checked each time; a new template is
        found at the next start of Coranto.

    """

    def __init__(self, folder: str) -> None:
        self._css = Path(folder) / CSS
        self._templates = (Path(folder) / TEMPLATES).resolve()
        self._plain = _environment(jinja2.PackageLoader("coranto.web"))
        self._own = _environment(_loader(self._templates)) if self._templates.is_dir() else None
        self._told: set[str] = set()
        self._seen: tuple[int, int] = (-1, -1)
        self._version, self._body = "", b""

    def render(self, template: str, **values: object) -> str:
        """Set values in a template, the newsroom's own where it has one that works."""
        if self._own is not None:
            try:
                return self._own.get_template(template).render(values)
            except Exception as why:  # whatever a template may raise: its page has another
                trouble = self._trouble(why)
                if trouble is None:
                    raise  # the mistake is not theirs
                if str(trouble) not in self._told:
                    self._told.add(str(trouble))
                    _log.error("a template is broken; the page is set in Coranto's own", trouble=str(trouble))
        return self._plain.get_template(template).render(values)

    def file(self, name: str) -> bytes | None:
        """Return one of the site's own files: style, script, icon, and the theme where there is one."""
        if name == CSS:
            self._look()
            return self._body or None
        return _files().get(name)

    @property
    def version(self) -> str:
        """A digest of the site's own files, so that browsers may keep them for good."""
        self._look()
        return self._version

    def check(self) -> list[errors.ThemeError]:
        """Return templates that cannot be read, and those that no page uses."""
        found = []
        used = set(self._plain.list_templates()) | self._named()
        for file in sorted(self._templates.rglob("*.html")):
            name = file.relative_to(self._templates).as_posix()
            try:
                source = file.read_text("utf-8")
                self._plain.compile(source, name, str(file))
                if name not in used:
                    what = f"nothing is set in it; give it a name of {', '.join(sorted(self._plain.list_templates()))}"
                    found.append(errors.ThemeError(what, str(file)))
            except jinja2.TemplateSyntaxError as why:
                found.append(_syntax(why, str(file)))
            except (OSError, UnicodeDecodeError) as why:
                found.append(errors.ThemeError(f"cannot be read as UTF-8: {why}", str(file)))
        return found

    def _named(self) -> set[str]:
        """Return the templates that the newsroom's own extend, include or import."""
        named: set[str] = set()
        for file in self._templates.rglob("*.html"):
            try:
                tree = self._plain.parse(file.read_text("utf-8"))
            except (jinja2.TemplateSyntaxError, OSError, UnicodeDecodeError):
                continue
            named.update(name for name in jinja2.meta.find_referenced_templates(tree) if name)
        return named

    def _trouble(self, why: Exception) -> errors.ThemeError | None:
        """Say what is wrong with which line of the newsroom's templates; None where it is with none of them."""
        if isinstance(why, jinja2.TemplateSyntaxError):
            file = why.filename or ""
            return _syntax(why, file) if self._theirs(file) else None
        lines = [(step.filename, step.lineno) for step in traceback.extract_tb(why.__traceback__)]
        where = next(((file, line) for file, line in reversed(lines) if self._theirs(file)), None)
        if where is None:
            return None
        message = (
            "templates that extend or include each other in a ring" if isinstance(why, RecursionError) else str(why)
        )
        return errors.ThemeError(f"{message or type(why).__name__}; {_MEND}", f"{where[0]}:{where[1]}")

    def _theirs(self, file: str) -> bool:
        return Path(file).is_relative_to(self._templates)

    def _look(self) -> None:
        try:
            stat = self._css.stat()
            seen = stat.st_mtime_ns, stat.st_size
            if seen == self._seen:
                return
            self._seen, self._body = seen, self._css.read_bytes()
        except OSError:
            if self._version and not self._body:
                return
            self._seen, self._body = (-1, -1), b""
        self._version = hashlib.sha256(b"".join(_files().values()) + self._body).hexdigest()[:8]


_MEND = "mend that line, or take the file away to have Coranto's own (`coranto check` looks again)"


@cache
def of(folder: str) -> Theme:
    """Return the look of the newsroom in a folder."""
    return Theme(folder)


def _syntax(why: jinja2.TemplateSyntaxError, file: str) -> errors.ThemeError:
    return errors.ThemeError(f"{why.message}; {_MEND}", f"{file}:{why.lineno}")


def _loader(templates: Path) -> jinja2.BaseLoader:
    ours = jinja2.PackageLoader("coranto.web")
    return jinja2.ChoiceLoader([jinja2.FileSystemLoader(templates), ours, jinja2.PrefixLoader({_OURS: ours})])


def _environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _, "_n": _n, "_html": messages.html, "decimal": formats.decimal, "policy": POLICY}
    return environment


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files("coranto.web") / "static"
    files = {name: (folder / name).read_bytes() for name in STATIC if name != CSS}
    return files | {name: script(body) for name, body in files.items() if name.endswith(".js")}


def script(source: bytes) -> bytes:
    """Return a script without the lines that are comments, and without the spaces in front of the others."""
    lines = (line.lstrip() for line in source.splitlines(keepends=True))
    return b"".join(line for line in lines if not line.startswith(b"//"))

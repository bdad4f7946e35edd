"""The language in use: that of the newsroom whose page, feed or answer is being made."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from coranto.i18n import language
from coranto.i18n.language import Language
from coranto.model.settings import Settings

_now: ContextVar[Language] = ContextVar("language", default=Language())  # noqa: B039 - a frozen value


class Speaker(Protocol):
    """What has a language: a newsroom, by its settings."""

    @property
    def settings(self) -> Settings:
        """Its settings."""


_S = TypeVar("_S", bound=Speaker)
_P = ParamSpec("_P")
_T = TypeVar("_T")


def current() -> Language:
    """Return the language in use; English where none was chosen."""
    return _now.get()


def localized(make: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """Run a function in the language of the newsroom that it takes first: ``site.language``."""

    @functools.wraps(make)
    def run(desk: _S, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        token = _now.set(language.of(desk.settings.folder, desk.settings.site.language))
        try:
            return make(desk, *args, **kwargs)
        finally:
            _now.reset(token)

    return cast("Callable[Concatenate[_S, _P], _T]", run)

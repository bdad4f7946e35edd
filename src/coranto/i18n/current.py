"""The language in use: that of the newsroom whose page, feed or answer is being made."""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import msgspec

from coranto.i18n import language
from coranto.i18n.language import Language
from coranto.model.settings import Settings

_now: ContextVar[Language] = ContextVar("language", default=Language())  # noqa: B039 - a frozen value

_MOST = 4096  # values that are remembered in words


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


def remembered(value: msgspec.Struct, make: Callable[[Any], _T]) -> _T:
    """Return what ``make`` makes of a value in the language in use, of equal values of one kind only once.

    The articles of a story are explained on each other's pages: the same few sums are put into words again and again.
    """
    memo = _now.get().memo
    key = type(value).__name__.encode() + msgspec.msgpack.encode(value)
    made: _T | None = memo.get(key)
    if made is None:
        if len(memo) >= _MOST:
            memo.clear()
        made = memo[key] = make(value)
    return made


def localized(make: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """Run a function in the language of the newsroom that it takes first: ``site.language``."""

    @functools.wraps(make)
    def run(newsroom: _S, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        token = _now.set(language.of(newsroom.settings.folder, newsroom.settings.site.language))
        try:
            return make(newsroom, *args, **kwargs)
        finally:
            _now.reset(token)

    return cast("Callable[Concatenate[_S, _P], _T]", run)

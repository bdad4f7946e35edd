"""The language in use: that of the newsroom whose page, feed or response is being built."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

import msgspec

from coranto.i18n import language
from coranto.i18n.language import Language
from coranto.model.settings import Settings

_now: ContextVar[Language] = ContextVar("language", default=Language())  # noqa: B039 - a frozen value

_MOST = 4096  # the most cached results


class Speaker(Protocol):
    """A type with a language: a newsroom, through its settings."""

    @property
    def settings(self) -> Settings:
        """The settings, which name the language."""


_S = TypeVar("_S", bound=Speaker)
_P = ParamSpec("_P")
_T = TypeVar("_T")


def current() -> Language:
    """Return the language in use; English by default."""
    return _now.get()


def remembered(value: msgspec.Struct, make: Callable[[Any], _T]) -> _T:
    """Return ``make(value)`` in the language in use, cached for equal values of the same type.

    The articles of a story are explained on each other's pages, so the same few sums are worded again and again.
    """
    memo = _now.get().memo
    key = type(value).__name__.encode() + msgspec.msgpack.encode(value)
    result: _T | None = memo.get(key)
    if result is None:
        if len(memo) >= _MOST:
            memo.clear()
        result = memo[key] = make(value)
    return result


def localized(make: Callable[Concatenate[_S, _P], _T]) -> Callable[Concatenate[_S, _P], _T]:
    """Decorate a function to run in the language of its first argument, a newsroom: ``site.language``."""

    @functools.wraps(make)
    def run(newsroom: _S, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        token = _now.set(language.of(newsroom.settings.folder, newsroom.settings.site.language))
        try:
            return make(newsroom, *args, **kwargs)
        finally:
            _now.reset(token)

    return cast("Callable[Concatenate[_S, _P], _T]", run)


@contextlib.contextmanager
def speaking(newsroom: Speaker, tag: str = "") -> Iterator[Language]:
    """Speak a language within the block: of a reader who chose one, or the newsroom's own ("")."""
    site = newsroom.settings
    chosen = language.of(site.folder, tag or site.site.language)
    token = _now.set(chosen)
    try:
        yield chosen
    finally:
        _now.reset(token)

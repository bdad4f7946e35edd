"""The C library's allocator, set for programs that run for months and have many threads."""

import contextlib
import ctypes

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD of <malloc.h>
_ARENAS = 2
_LARGE = 128 * 1024  # bytes


def share_memory() -> None:
    """Limit the memory arenas of threads and have large blocks given back, where the C library allows it (glibc).

    It gives each of many threads that come and go a place of its own, and what is free in one is of no use to another.
    And once a large block was freed, it takes blocks of that size from where the small ones are, which then lie between
    and keep it: where all open stories are written down every few rounds, memory grew for days.
    """
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, _ARENAS)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)

"""Take a change of a text back, line by line, while what was changed elsewhere since stays. Pure."""

from difflib import SequenceMatcher


def revert(before: str, after: str, now: str) -> str | None:
    """Return ``now`` without the change from ``before`` to ``after``.

    Returns
    -------
    str or None
        None where the lines of the change were changed again since, or are no longer beside each other.

    """
    if now == after:
        return before
    old, new, current = (text.splitlines(keepends=True) for text in (before, after, now))
    place = _places(new, current)
    result, at = [], 0
    for tag, start, end, old_start, old_end in SequenceMatcher(None, new, old, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        here = _whole(place, start, end, len(new), len(current))
        if here is None or here[0] < at:
            return None
        result += [*current[at : here[0]], *old[old_start:old_end]]
        at = here[1]
    return "".join([*result, *current[at:]])


def _places(new: list[str], current: list[str]) -> dict[int, int]:
    """Map the lines that are unchanged since to where they are now."""
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, new, current, autojunk=False).get_matching_blocks():
        found |= {block.a + offset: block.b + offset for offset in range(block.size)}
    return found


def _whole(place: dict[int, int], start: int, end: int, length: int, now: int) -> tuple[int, int] | None:
    """Return where the lines of a change are now; None where they are not what they were, or apart."""
    if start < end:
        first = place.get(start)
        kept = first is not None and all(place.get(line) == first + line - start for line in range(start, end))
        return (first, first + end - start) if first is not None and kept else None
    above = place.get(start - 1) if start else -1  # what the change took out stood between these two
    below = place.get(start) if start < length else now
    if above is not None:
        return (above + 1, above + 1) if below is None or below > above else None
    return (below, below) if below is not None else None

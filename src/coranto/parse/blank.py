"""Blanking: comments, CDATA sections and declarations become white space, so that a search finds only elements."""

from typing import TypeVar

Text = TypeVar("Text", str, bytes)


def out(text: Text, *pairs: tuple[Text, Text]) -> Text:
    """Replace everything from an opening to its closing by the same number of spaces.

    Scanned by hand, because a pattern is slow where many openings do not end: an opening without an end stays, and
    openings of its kind are not searched again.
    """
    space, mark, nothing = text[:0].ljust(1), pairs[0][0][:1], text[:0]
    parts: list[Text] = []
    at, look, endless = 0, 0, set[Text]()
    while (start := text.find(mark, look)) >= 0:
        look = start + 1
        for opening, closing in pairs:
            if opening in endless or not text.startswith(opening, start):
                continue
            end = text.find(closing, start + len(opening))
            if end < 0:
                endless.add(opening)
                continue
            look = end + len(closing)
            parts.append(text[at:start])
            parts.append(space * (look - start))
            at = look
            break
    parts.append(text[at:])
    return nothing.join(parts)

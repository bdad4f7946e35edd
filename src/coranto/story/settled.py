"""Small stories that have not been compared for a while, packed: most of those that are open, in a third of the memory.

Of an open story of up to three articles the profiles tell all; its centre is made of them again when it is needed. So a
settled story is a flat tuple: numbers and weights as bytes, then the ids of its articles, then their terms.
"""

from array import array
from itertools import islice
from struct import Struct
from typing import NewType

from coranto.story.centre import Centre
from coranto.story.open_story import OpenStory
from coranto.story.profile import Profile

Settled = NewType("Settled", tuple[bytes, *tuple[str, ...]])

# When its last article was published and arrived, when its first one was, its square, the parts, and how often looked.
_HEAD = Struct("<ddddIIBB")
_TIMES = Struct("<dd")


def settle(open_story: OpenStory) -> Settled | None:
    """Pack an open story; None where its profiles do not tell all of it."""
    one, profiles = open_story, open_story.profiles
    if one.name or one.apart or len(profiles) != len(one.articles):
        return None
    if one.centre is not None and one.centre.state() != _centre(profiles).state():
        return None
    head = _HEAD.pack(
        one.last, one.touched, one.first, one.square, one.part_of, one.next_part, one.looked, len(profiles)
    )
    lengths = bytes(len(profile.terms) for profile in profiles)
    weights = b"".join([profile.weights.tobytes() for profile in profiles])
    words = [*one.articles, *(term for profile in profiles for term in profile.terms)]
    return Settled((head + lengths + weights, *words))


def restore(number: int, settled: Settled) -> OpenStory:
    """Return the open story that was packed."""
    data, *words = settled
    last, touched, first, square, part_of, next_part, looked, articles = _HEAD.unpack_from(data)
    one = OpenStory(number, first, last, touched)
    one.square, one.part_of, one.next_part, one.looked = square, part_of, next_part, looked
    rest = iter(words)
    one.articles = list(islice(rest, articles))
    weights = array("f", data[_HEAD.size + articles :])
    at, profiles = 0, []
    for length in data[_HEAD.size : _HEAD.size + articles]:
        profiles.append(Profile(tuple(islice(rest, length)), weights[at : at + length]))
        at += length
    one.profiles = tuple(profiles)
    one.centre = _centre(one.profiles) if articles > 1 else None
    return one


def times(settled: Settled) -> tuple[float, float]:
    """Return when the last article of a settled story was published, and when it arrived."""
    return _TIMES.unpack_from(settled[0])


def story(settled: Settled) -> str:
    """Return the public id of a settled story."""
    return f"s{settled[1:][0]}"


def _centre(profiles: tuple[Profile, ...]) -> Centre:
    centre = Centre()
    for profile in profiles:
        centre.add(*profile)
    return centre

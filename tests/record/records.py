"""Records as hypothesis draws them: clean ones, as the pipeline makes them and as foreign writers might."""

import string
from datetime import UTC, datetime

from hypothesis import strategies as st

from coranto.model.article import Picture, Provider
from coranto.model.record import Record, Related
from coranto.record import sanitize

_signs = string.printable.replace("\x0b", "").replace("\x0c", "") + "‘’“”–…äßéñ漢字ع😀\u00a0\u200b"
texts = st.one_of(
    st.text(st.sampled_from(_signs), min_size=1, max_size=60),
    st.text(min_size=1, max_size=40).map(sanitize.text).filter(bool),
    st.sampled_from(["---", "a\n---\nb", "Yes", "1.5", "a: b", "- x", "@home", "2020-01-01", "~", "'", '"', "\\", " "]),
)
addresses = st.one_of(
    st.text('abcXYZ019?&=%_."\\-', max_size=20).map("https://example.org/".__add__),
    st.sampled_from(["/assets/icon.png", "https://example.org/ünï?q=“x”", "//cdn.example.org/a.png"]),
)
moments = st.datetimes(
    datetime(1000, 1, 1),
    datetime(9998, 1, 1),
    timezones=st.just(UTC),
    allow_imaginary=False,
).map(lambda moment: moment.replace(microsecond=0))
numbers = st.integers(-(10**17), 10**17)
names = st.text("abcXYZ-_. :#'ä", min_size=1, max_size=12).map(lambda name: f"x{name}")
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), numbers, texts, st.just(""),
        st.floats(allow_nan=False, allow_infinity=False).filter(lambda f: f == 0 or 1e-99 < abs(f) < 1e99),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
extras = st.dictionaries(names, values, max_size=2)
pictures = st.lists(
    st.builds(
        Picture,
        url=addresses,
        width=st.none() | numbers,
        height=st.none() | numbers,
        is_cached=st.none() | st.booleans(),
        extra=extras,
    ),
    max_size=2,
).map(tuple)
providers = st.builds(Provider, name=texts, domain=texts, images=pictures, extra=extras)
_told = {
    "excerpt": st.none() | texts,
    "published_date_time": st.none() | moments,
    "web_url": st.none() | addresses,
    "amp_web_url": st.none() | addresses,
    "cdn_amp_web_url": st.none() | addresses,
    "type": st.none() | texts,
    "provider": st.none() | providers,
    "quality": st.none() | numbers,
    "images": pictures,
    "extra": extras,
}
records = st.builds(
    Record,
    category=st.none() | texts,
    title=st.none() | texts,
    original_url=st.none() | addresses,
    heat=st.none() | numbers,
    published=st.none() | st.booleans(),
    featured_content=st.none() | texts,
    topics=st.lists(texts, max_size=3).map(tuple),
    related=st.lists(st.builds(Related, title=texts, **_told), max_size=2).map(tuple),
    secured=st.none() | texts,
    **_told,
)

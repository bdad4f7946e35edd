"""Our own copies of pictures: whose may be kept, what becomes of one, and what is refused."""

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coranto import errors
from coranto.record import image_cache
from coranto.store import open_store


def picture(kind="JPEG", size=(1600, 900), mode="RGB", **options):
    written = io.BytesIO()
    Image.effect_noise(size, 40).convert(mode).save(written, kind, **options)
    return written.getvalue()


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path}/coranto.db")
    yield opened
    opened.close()


def allowing(folder, store, text="daily.example  # by mail of 2 March\n\nOther.example\n"):
    (folder / image_cache.FILE).write_text(text)
    return image_cache.ImageCache(folder, store)


def test_nobodys_pictures_are_kept_unless_they_are_named(tmp_path, store):
    assert not image_cache.ImageCache(tmp_path, store).wants("daily.example")
    named = allowing(tmp_path, store)
    assert named.wants("daily.example")
    assert named.wants("other.example")
    assert not named.wants("third.example")


def test_a_line_that_is_no_domain_is_named(tmp_path, store):
    with pytest.raises(errors.ConfigError, match=r"pictures\.txt:2: `https://daily\.example` is no domain"):
        allowing(tmp_path, store, "other.example\nhttps://daily.example\n")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_copy_is_a_small_picture_made_anew(tmp_path, store, kind):
    hung = allowing(tmp_path, store)
    url = f"https://daily.example/{kind}"
    assert not hung.has(url)
    assert hung.keep(url, picture(kind)) == ""
    assert hung.has(url)
    copy = Image.open(io.BytesIO(hung.read(hung.name(url))))
    assert (copy.format, copy.size) == ("WEBP", (1200, 675))
    assert hung.names() == [hung.name(url)]


def test_notes_of_a_camera_are_left_out_and_the_picture_turned(tmp_path, store):
    notes = Image.Exif()
    notes[0x0112] = 6  # turned by a quarter
    notes[0x010E] = "taken at home"
    copy = Image.open(io.BytesIO(image_cache.copied(picture(size=(400, 300), exif=notes))))
    assert copy.size == (300, 400)
    assert not copy.getexif()


def test_what_is_clear_stays_clear():
    assert Image.open(io.BytesIO(image_cache.copied(picture("PNG", mode="RGBA")))).mode in ("RGB", "RGBA")
    clear = io.BytesIO()
    Image.new("RGBA", (100, 100), (255, 0, 0, 0)).save(clear, "PNG")
    assert Image.open(io.BytesIO(image_cache.copied(clear.getvalue()))).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture of a kind"),
        (b"", "no picture of a kind"),
        (picture()[:2000], "cannot be opened"),
        (b"x" * (image_cache.MOST + 1), "larger than 5 MB"),
        (picture("BMP", size=(10, 10)), "no picture of a kind"),
    ],
)
def test_what_is_not_copied_has_a_reason(tmp_path, store, body, why):
    hung = allowing(tmp_path, store)
    assert why in hung.keep("https://daily.example/a", body)
    assert hung.names() == []


def test_a_picture_of_many_pixels_is_not_opened():
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    with pytest.raises(ValueError, match="far too many pixels"):
        image_cache.copied(huge.getvalue())


def test_names_are_signed_by_the_newsroom_and_stay(tmp_path, store):
    first, again = allowing(tmp_path, store), allowing(tmp_path, store)
    assert first.name("https://daily.example/a") == again.name("https://daily.example/a")
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    assert image_cache.ImageCache(tmp_path, other).name("https://daily.example/a") != first.name(
        "https://daily.example/a"
    )
    other.close()


@pytest.mark.parametrize("name", ["../coranto.toml", "a.webp", "", "0" * 40 + ".webp/..", "\0"])
def test_only_copies_are_read(tmp_path, store, name):
    assert allowing(tmp_path, store).read(name) is None


_JPEG = picture(size=(60, 40))


def test_nor_one_that_is_too_large_by_little():
    large = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(large, "PNG")
    with pytest.raises(ValueError, match="9000 x 9000 pixels"):
        image_cache.copied(large.getvalue())


@settings(max_examples=200)
@given(st.integers(0, len(_JPEG)), st.binary(max_size=12), st.integers(0, len(_JPEG)))
def test_any_bytes_are_copied_or_refused_with_a_word(place, noise, end):
    broken = (_JPEG[:place] + noise + _JPEG[place + len(noise) :])[:end]
    with contextlib.suppress(ValueError):  # nothing else comes out
        assert image_cache.copied(broken).startswith(b"RIFF")

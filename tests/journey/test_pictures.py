"""Pictures from a press over HTTP: none is copied unasked; where an outlet is named its copies are made and shown."""

import re

from coranto.record import frontmatter


def records(site):
    return [frontmatter.read(path.read_text("utf-8")) for path in (site / "_news").glob("*.md")]


def test_pictures_of_a_named_outlet_are_copied_and_shown(site, coranto):
    coranto("run", "--once")
    assert not (site / "pictures").exists()
    pictured = [record for record in records(site) if record.images]
    assert pictured
    assert not any(picture.is_cached for record in pictured for picture in record.images)

    chosen = min(record.provider.domain for record in pictured)
    for left in [*(site / "_news").glob("*.md"), *site.glob("coranto.db*")]:
        left.unlink()
    (site / "pictures.txt").write_text(f"{chosen}\n")
    coranto("run", "--once")
    copies = {path.name for path in (site / "pictures").iterdir()}
    assert copies
    assert {record.provider.domain for record in records(site) if any(p.is_cached for p in record.images)} == {chosen}

    coranto("build", "out")
    built = site / "out"
    assert {path.name for path in (built / "pictures").iterdir()} == copies
    pages = [path.read_text("utf-8") for path in (built / "a").glob("*/index.html")]
    shown = [name for text in pages for name in re.findall(r'<img src="[^"]*pictures/([^"]+)"', text)]
    assert shown
    assert set(shown) <= copies
    front = re.findall(r"<img [^>]*>", (built / "index.html").read_text("utf-8"))
    assert all(re.search(r'src="\./pictures/([^"]+)"', one)[1] in copies and 'loading="lazy"' in one for one in front)

"""A paper is never empty as long as anything has come in; and readers see only what they may."""

from datetime import timedelta

import msgspec
import seeding
from lxml import html

from coranto.record import frontmatter
from coranto.run import import_records


def headlines(page):
    return [one.text for one in html.fromstring(page.body).xpath("//li[contains(@class,'s')]/h2/a")]


def quiet(newsroom, number):
    for n in range(number):
        seeding.file(
            newsroom, f"q{n}", [seeding.article(f"A quiet title {n}", "Lab Notes", 3 + n, image=False, amp=False)]
        )


def test_a_first_paper_shows_what_came_in_below_the_line(bare):
    quiet(bare, 3)
    page = seeding.page("front", bare)
    assert headlines(page) == [f"A quiet title {n}" for n in range(3)]
    said = page.body.decode()
    assert "Below the line of 70, what came in last:" in said
    assert "none of late is at the line of 70" in said
    links = html.fromstring(page.body).xpath("//li[contains(@class,'s')]/h2/a/@href")
    assert all(link.startswith("https://labnotes.example/") for link in links)  # a story that has no page leads out


def test_a_paper_with_few_stories_is_filled_and_one_with_many_is_not(bare):
    seeding.stories(bare, 2)
    quiet(bare, 2)
    assert headlines(seeding.page("front", bare))[-2:] == ["A quiet title 0", "A quiet title 1"]
    seeding.stories(bare, 12)
    assert "A quiet title 0" not in headlines(seeding.page("front", bare))


def test_a_paper_that_stood_still_shows_what_was_published_last(bare):
    seeding.stories(bare, 3)
    page = seeding.page("front", bare, now=seeding.NOW + timedelta(days=40))
    assert "Nothing new in 3 days. What was published last:" in page.body.decode()
    assert seeding.HEADLINES[0] in headlines(page)


def test_readers_who_see_only_what_is_published_are_shown_nothing_else(bare):
    quiet(bare, 3)
    site = msgspec.structs.replace(bare.settings.site, show_unpublished=False)
    bare.settings = msgspec.structs.replace(bare.settings, site=site)
    assert headlines(seeding.page("front", bare)) == []


def test_a_topic_shows_what_came_in_below_its_line(bare):
    seeding.file(
        bare, "low", [seeding.article("A model of little weight", "Lab Notes", 3, image=False, amp=False, excerpt="")]
    )
    page = html.fromstring(seeding.page("topic", bare, "ai").body)
    (below,) = page.xpath("//section[@aria-labelledby='below']")
    assert "A model of little weight" in below.text_content()


def test_adopted_records_fill_a_first_paper(bare, tmp_path):
    other = seeding.article("A model from elsewhere", "Lab Notes", 3)
    seeding.file(bare, "x", [other])
    record = bare.store.get_records([other.id])[other.id].record
    url = "https://labnotes.example/adopted"
    record = msgspec.structs.replace(record, web_url=url, original_url=url, title="An adopted title", published=True)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "2026-03-07-adopted.md").write_text(frontmatter.emit(record))
    assert import_records.import_folder(bare, tmp_path / "theirs")[0] == 1
    (link,) = html.fromstring(seeding.page("front", bare).body).xpath("//h2/a[text()='An adopted title']/@href")
    assert link.startswith("./a/")


def test_a_paper_of_a_subject_says_that_what_came_in_is_about_something_else(bare):
    seeding.file(bare, "other", [seeding.article("A title about something else", "Lab Notes", 3, topics=())])
    publish = msgspec.structs.replace(bare.settings.publish, threshold=0, per_day=0.0, off_topic=False)
    bare.settings = msgspec.structs.replace(bare.settings, profile="subject", publish=publish)
    said = seeding.page("front", bare).body.decode()
    assert "none of late is on the subject" in said
    assert "About something else, what came in last:" in said
    assert "the line of 0" not in said

"""The newsletter at work: drafts, plans, issues that are out, in file, page, feed and API; and what is due by itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import seeding
from lxml import html
from starlette.testclient import TestClient

from coranto import errors
from coranto.edit import verbs
from coranto.letter import edit_draft, issue_file
from coranto.mailing import bring
from coranto.mailing.address_list import Row
from coranto.model.settings import Letter, Mail
from coranto.model.subscriber import Wish
from coranto.notify import webhooks
from coranto.record import write
from coranto.run import issue, issue_due
from coranto.site import build
from coranto.web import app

DAY = timedelta(days=1)
IDENT = "ai-every-morning-2026-03-07"


def later(newsroom, by=timedelta(0), **letter):
    """The newsroom at another time, with other settings of the newsletter."""
    settings = msgspec.structs.replace(
        newsroom.settings, letter=Letter(at="07:00 UTC mon tue wed thu fri sat sun", **letter)
    )
    return replace(newsroom, settings=settings, now=lambda: seeding.NOW + by)


@pytest.fixture
def daily(fresh):
    """Three stories, and an issue every day at seven."""
    return later(fresh)


def more(newsroom, number, hours, heat=7):
    """Another published story, so many hours before NOW; the more outlets, the hotter."""
    title = f"Artificial intelligence model number {number} is late"
    told = [
        seeding.article(title if not m else f"{title}, {m}", outlet, hours)
        for m, outlet in enumerate(seeding.OUTLETS[:heat])
    ]
    return seeding.file(newsroom, f"{number:06x}", told)


def titles(found):
    return [one.title for one in found.stories]


def test_a_draft_has_what_was_published_since_the_hour_before_hottest_first(daily):
    found = issue.draft(daily)
    assert found.issue.path == f"_newsletters/{IDENT}.html"
    assert found.since == datetime(2026, 3, 6, 7, tzinfo=UTC)
    heats = [one.heat for one in found.stories]
    assert heats == sorted(heats, reverse=True)
    published = {one.article for one in daily.store.published_records(0, 100)}
    leads = {story.lead for story, _ in daily.store.hot_stories(seeding.NOW - DAY)}
    assert {one.article for one in found.stories} == published & leads
    assert found.issue.excerpt == " / ".join(titles(found)[:3])
    assert issue.draft(daily) == found, "a draft that is there stays"


def test_the_next_issue_has_only_what_is_new_and_nothing_is_lost(daily):
    issue.archive(daily, issue.draft(daily).issue.ident)
    missed = more(daily, 901, hours=30)  # published before the last issue, but told by nobody: it came in late
    new = more(daily, 902, hours=-20)
    monday = later(daily, 2 * DAY)
    assert {one.article for one in issue.draft(monday).stories} == {missed, new}


def test_an_issue_of_nothing_is_refused(bare):
    with pytest.raises(errors.IssueError, match="nothing was published since 2026-03-06 07:00 UTC"):
        issue.draft(later(bare))


def test_a_list_of_a_topic_is_a_list_of_its_own(daily):
    issue.archive(daily, issue.draft(daily).issue.ident)
    found = issue.draft(daily, "computer-vision")
    assert found.issue.title == "A.I. Every Morning: Computer Vision (2026-03-07)"
    assert found.stories
    assert all("Computer Vision" in one.topics for one in found.stories)
    with pytest.raises(errors.IssueError, match="there is no topic with the id `bees`"):
        issue.draft(daily, "bees")


def test_a_person_changes_headline_line_order_and_choice(daily):
    found = issue.draft(daily)
    changed = edit_draft.intro(edit_draft.move(edit_draft.headline(found, 1, "Mine"), 3, 1), "Good\nmorning")
    saved = issue.save(daily, edit_draft.line(edit_draft.leave_out(changed, 3), 1, ""))
    assert titles(saved) == [found.stories[2].title, "Mine"]
    assert saved.issue.excerpt == f"{found.stories[2].title} / Mine"
    assert saved.stories[0].line == ""
    assert found.stories[1].story in saved.passed
    (back,) = [one for one in issue.pool(daily, saved) if one.story == found.stories[1].story]
    again = issue.save(daily, edit_draft.put_in(saved, back))
    assert back.story not in again.passed
    out = issue.archive(daily, again.issue.ident)
    assert titles(out) == titles(again)
    with pytest.raises(errors.IssueError, match="is out; `coranto issue recall"):
        issue.save(daily, out)
    with pytest.raises(errors.IssueError, match="there is no story 9"):
        edit_draft.headline(found, 9, "x")


def test_an_issue_that_is_out_is_the_same_in_file_page_feed_and_api(daily, tmp_path):
    found = issue.archive(daily, issue.draft(daily).issue.ident)
    text = (daily.records / found.issue.path).read_text()
    head, mail = issue_file.read(text, found.issue.path)
    assert head == found.issue
    assert mail == daily.store.issue_html(IDENT)
    with TestClient(app.make(daily)) as client:
        page = client.get(f"/newsletter/{IDENT}/")
        listed = html.fromstring(client.get("/newsletter/").text)
        feed = client.get("/newsletter/feed.json").json()
        api = client.get("/api/newsletters/index.json").json()
        plain = client.get(f"/newsletter/{IDENT}/issue.txt").text
        assert client.get("/api/newsletters/page/2").status_code == 404
    shown = [" ".join(one.text_content().split()) for one in html.fromstring(page.text).xpath("//main//h2/a")]
    assert shown == titles(found)
    assert f"../newsletter/{IDENT}/" in listed.xpath("//main//h3/a/@href")
    assert [item["title"] for item in feed["items"]] == [found.issue.title]
    assert api["value"] == [
        {"path": head.path, "title": head.title, "excerpt": head.excerpt, "webUrl": head.web_url, "type": "article",
         "publishedDateTime": "2026-03-07T07:30:00Z", "topics": list(head.topics)}
    ]  # fmt: skip
    assert all(one.title.split(",")[0] in plain for one in found.stories)
    site = tmp_path / "out"
    build.build(daily, site)
    assert html.fromstring((site / "newsletter" / IDENT / "index.html").read_text()).xpath("//h1")
    assert json.loads((site / "api/newsletters/page/1/index.json").read_text()) == api


def test_a_static_site_follows_what_is_put_out_and_recalled(daily, tmp_path):
    site = tmp_path / "out"
    build.build(daily, site)
    issue.archive(daily, issue.draft(daily).issue.ident)
    build.build(daily, site)
    assert (site / "newsletter" / IDENT / "index.html").exists()
    assert IDENT in (site / "api/newsletters/index.json").read_text()
    assert IDENT in (site / "newsletter/index.html").read_text()
    issue.recall(daily, IDENT)
    build.build(daily, site)
    assert not (site / "newsletter" / IDENT / "index.html").exists()
    assert IDENT not in (site / "newsletter/index.html").read_text()


def test_a_story_that_is_taken_down_leaves_the_archive(daily):
    found = issue.archive(daily, issue.draft(daily).issue.ident)
    gone = found.stories[0]
    verbs.say(daily, "hide", {"article": gone.article})
    with TestClient(app.make(daily)) as client:
        for path in (
            f"/newsletter/{IDENT}/",
            f"/newsletter/{IDENT}/issue.txt",
            "/newsletter/",
            "/newsletter/feed.xml",
            "/api/newsletters",
        ):
            answer = client.get(path).text
            assert gone.title not in answer, path
            assert gone.title not in html.fromstring(answer.encode()).text_content(), path
        assert found.stories[1].title in client.get(f"/newsletter/{IDENT}/").text


def test_a_story_that_is_no_longer_published_does_not_go_out(daily):
    found = issue.draft(daily)
    verbs.say(daily, "hide", {"article": found.stories[0].article})
    assert titles(issue.archive(daily, found.issue.ident)) == titles(found)[1:]


def test_a_recalled_issue_is_a_draft_without_file_or_page(daily):
    found = issue.archive(daily, issue.draft(daily).issue.ident)
    assert issue.recall(daily, IDENT).state == "draft"
    assert not (daily.records / found.issue.path).exists()
    with TestClient(app.make(daily)) as client:
        assert client.get(f"/newsletter/{IDENT}/").status_code == 404
        assert client.get("/api/newsletters").json()["value"] == []
    with pytest.raises(errors.IssueError, match="is a draft: nothing is planned"):
        issue.recall(daily, IDENT)


def test_a_run_that_is_killed_before_the_file_is_written_writes_the_same_bytes_later(daily, monkeypatch):
    found = issue.draft(daily)
    with monkeypatch.context() as patched:

        def killed(*_, **__):
            raise KeyboardInterrupt

        patched.setattr(write, "write_if_changed", killed)
        with pytest.raises(KeyboardInterrupt):
            issue.archive(daily, found.issue.ident)
    settled = daily.store.issue_html(IDENT)
    assert daily.store.get_issue(IDENT).state == "ready"
    assert not daily.store.public_issues()
    issue_due.run_due(later(daily, timedelta(hours=1)))
    assert daily.store.get_issue(IDENT).state == "archived"
    assert (daily.records / found.issue.path).read_text() == issue_file.write(
        daily.store.get_issue(IDENT).issue, settled
    )


def test_a_planned_issue_goes_out_at_its_moment_and_once(daily):
    planned = issue.plan(daily, issue.draft(daily).issue.ident)
    assert planned.due == datetime(2026, 3, 8, 7, tzinfo=UTC)
    issue_due.run_due(later(daily, 23 * timedelta(hours=1)))
    assert daily.store.get_issue(IDENT).state == "planned"
    for hours in (24, 25):
        issue_due.run_due(later(daily, hours * timedelta(hours=1)))
        out = daily.store.get_issue(IDENT)
        assert out.state == "archived"
    assert out.issue.published == seeding.NOW + DAY


def test_what_is_hours_late_asks_and_does_not_go_out(daily):
    issue.plan(daily, issue.draft(daily).issue.ident)
    issue_due.run_due(later(daily, 27 * timedelta(hours=1)))
    waits = daily.store.get_issue(IDENT)
    assert (waits.state, waits.late) == ("draft", True)
    assert any("its hour has passed" in one for one in issue.check(daily, waits))
    assert issue.archive(daily, IDENT).state == "archived"


def test_no_issue_is_planned_for_a_moment_that_has_passed(daily):
    with pytest.raises(errors.IssueError, match="2026-03-07 07:30 UTC has passed"):
        issue.plan(daily, issue.draft(daily).issue.ident, seeding.NOW)


@pytest.mark.parametrize(("how", "state"), [("never", None), ("draft", "draft"), ("send", "archived")])
def test_at_the_hour_the_newsroom_does_what_the_settings_say(daily, how, state):
    issue_due.run_due(later(daily, by_itself=how))  # it begins with the next hour
    assert not daily.store.get_issues()
    for hours in (23.6, 24):
        issue_due.run_due(later(daily, hours * timedelta(hours=1), by_itself=how))
    assert [one.state for one in daily.store.get_issues()] == ([state] if state else [])
    assert [f"{one.day}" for one in daily.store.get_issues()] == (["2026-03-08"] if state else [])


@pytest.mark.parametrize("hours", [27, 48.5])
def test_after_a_moment_that_was_missed_it_asks(daily, hours):
    """A machine that was off for a day, a backup that was restored: the issue waits for a person."""
    issue_due.run_due(later(daily, by_itself="send"))
    more(daily, 903, hours=-20)
    issue_due.run_due(later(daily, hours * timedelta(hours=1), by_itself="send"))
    (waits,) = daily.store.get_issues()
    assert (waits.state, waits.late) == ("draft", True)


def test_a_database_older_than_its_files_asks(daily):
    issue_due.run_due(later(daily, by_itself="send"))
    (daily.records / "_newsletters").mkdir()
    (daily.records / "_newsletters/ai-every-morning-2026-03-08.html").write_text("sent, but the database was restored")
    issue_due.run_due(later(daily, 24 * timedelta(hours=1), by_itself="send"))
    (waits,) = daily.store.get_issues()
    assert (waits.state, waits.late) == ("draft", True)
    assert (daily.records / waits.issue.path).read_text().startswith("sent")


def test_an_issue_is_named_by_its_day_its_path_or_its_name(daily):
    found = issue.draft(daily)
    for name in ("2026-03-07", found.issue.path, IDENT):
        assert issue.get(daily, name) == found
    issue.draft(daily, "computer-vision")
    with pytest.raises(errors.IssueError, match="2026-03-07 has several issues"):
        issue.get(daily, "2026-03-07")
    with pytest.raises(errors.IssueError, match="there is no issue `x`"):
        issue.get(daily, "x")


def test_before_the_first_issue_that_was_put_out_issues_compose_themselves(fresh):
    monday = replace(fresh, now=lambda: seeding.MONDAY)
    issue.archive(monday, issue.draft(monday).issue.ident)
    with TestClient(app.make(monday)) as client:
        ways = html.fromstring(client.get("/newsletter/").text).xpath(
            "//section[contains(@class, 'issues')]//h3/a/@href"
        )
        assert ways[0] == "../newsletter/ai-every-morning-2026-03-09/"
        assert "../newsletter/2026-03-09/" not in ways
        assert client.get("/newsletter/2026-03-09/").status_code == 404


def test_an_issue_is_there_as_json_with_its_stories_live_and_as_a_file(daily, tmp_path):
    draft = issue.save(daily, edit_draft.intro(issue.draft(daily), "Good morning."))
    path = f"/api/newsletters/{IDENT}/index.json"
    with TestClient(app.make(daily)) as client:
        assert client.get(path).status_code == 404, "a draft is nobody's"
        out = issue.archive(daily, IDENT)
        found = client.get(path)
        build.build(daily, tmp_path / "site")
        assert (tmp_path / "site" / path[1:]).read_bytes() == found.content
        assert [one["title"] for one in found.json()["stories"]] == titles(out)
        assert (found.json()["intro"], found.json()["path"]) == ("Good morning.", f"_newsletters/{IDENT}.html")
        verbs.say(daily, "hide", {"article": draft.stories[0].article}, why="a test")
        assert [one["title"] for one in client.get(path).json()["stories"]] == titles(out)[1:]


def test_at_the_hour_every_list_that_somebody_gets_is_drafted_and_its_readers_are_entered(fresh):
    mail = Mail(sender="The Hive <letter@news.example>", servers=("smtp://127.0.0.1:1",))
    rows = [Row(number, f"{name}@x.example") for number, name in enumerate(("all", "ai", "week"), 1)]
    bring.bring(fresh, rows, "test", "agreed for a test", confirmed=True)
    wishes = {"ai": Wish(topics=("ai",)), "week": Wish(topics=("ai",), weekly=True)}
    for one in fresh.store.get_subscribers():
        wish = wishes.get(one.email.partition("@")[0], Wish())
        fresh.store.save_subscriber(msgspec.structs.replace(one, wish=wish))

    def at(moment):
        newsroom = later(fresh, moment - seeding.NOW, by_itself="send")
        newsroom = replace(newsroom, settings=msgspec.structs.replace(newsroom.settings, mail=mail))
        issue_due.run_due(newsroom)

    at(datetime(2026, 3, 6, 7, 1, tzinfo=UTC))  # it begins with the next hour
    at(datetime(2026, 3, 7, 7, 1, tzinfo=UTC))
    drafted = {one.topic: one for one in fresh.store.get_issues()}
    assert set(drafted) == {"", "ai"}, "the weekly list comes on the last day of the week with issues"
    for topic, name in (("", "all"), ("ai", "ai")):
        found = drafted[topic]
        assert (found.state, found.mail) == ("archived", "sending")
        (row,) = fresh.store.get_mail_deliveries(found.issue.ident)
        assert fresh.store.get_subscriber(row.subscriber).email == f"{name}@x.example"
    at(datetime(2026, 3, 8, 7, 1, tzinfo=UTC))
    weekly = next(one for one in fresh.store.get_issues() if one.topic == "ai@weekly")
    assert weekly.issue.path == "_newsletters/ai-every-morning-ai-weekly-2026-03-08.html"
    assert "weekly" in weekly.issue.title
    assert {one.title for one in drafted["ai"].stories} <= {one.title for one in weekly.stories}, "the whole week"


def test_a_planned_issue_whose_file_is_there_already_asks(daily, tmp_path):
    issue.draft(daily)
    issue.plan(daily, IDENT, daily.now() + timedelta(minutes=5))
    file = daily.records / "_newsletters" / f"{IDENT}.html"
    file.parent.mkdir()
    file.write_text("sent before the backup was restored")
    issue_due.run_due(later(daily, timedelta(minutes=6)))
    found = issue.get(daily, IDENT)
    assert (found.state, found.late) == ("draft", True)
    assert file.read_text() == "sent before the backup was restored"


def test_an_issue_that_goes_out_is_handed_to_the_webhooks_of_its_list(daily):
    every, of_topic = (webhooks.add(daily, f"https://letters.example/{topic}", topic)[0].number for topic in ("", "ai"))

    def handed(number):
        due = daily.store.due_deliveries(number, daily.now())
        return [json.loads(body)["issue"] for message, body in due if message.event == "issue.archived"]

    found = issue.archive(daily, issue.draft(daily).issue.ident)
    (told,) = handed(every)
    assert (told["name"], told["list"], told["title"]) == (IDENT, "", "A.I. Every Morning (2026-03-07)")
    assert told["html"] == daily.store.issue_html(IDENT)
    assert all(one.title in told["text"] for one in found.stories)
    assert handed(of_topic) == []
    issue.archive(daily, issue.draft(daily, "ai").issue.ident)
    assert [[one["list"] for one in handed(number)] for number in (every, of_topic)] == [["", "ai"], ["ai"]]

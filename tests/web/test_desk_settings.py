"""Settings, people and webhooks on the desk: with what each does, shown before it is saved, and taken back."""

import html
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import seeding
from desk_browser import PASSWORD, Browser, person, text

from coranto.config import settings_file
from coranto.edit import log
from coranto.newsroom import open_newsroom
from coranto.people import passwords, sessions
from coranto.run import scaffold
from coranto.web import app


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_MEMORY", 64)
    passwords._hasher.cache_clear()
    list(scaffold.write(tmp_path, scaffold.Plan(name="AI", words=("AI", "chip", "robot"), title="The Wafer")))
    file = tmp_path / "coranto.toml"
    file.write_text(file.read_text().replace("http://127.0.0.1:8000", "https://news.example"))
    with open_newsroom(settings_file.load(file), now=lambda: seeding.NOW) as newsroom:
        newsroom.marta = person(newsroom, "owner")
        browser = Browser(app.make(newsroom), newsroom, newsroom.marta)
        browser.newsroom, browser.file = newsroom, file
        yield browser
    passwords._hasher.cache_clear()


FIELDS = {"site.title": "The Wafer", "site.tagline": "", "site.language": "en-us", "site.url": "https://news.example",
          "fetch.contact": "", "publish.per_day": "10", "publish.threshold": "70", "site.front_days": "3",
          "site.show_unpublished": "yes", "site.zone": "UTC", "site.pictures": "none", "letter.by_itself": "never",
          "letter.at": "07:00 UTC mon tue wed thu fri", "letter.most": "12", "letter.postal": "", "mail.sender": "",
          "sent": "1"}  # fmt: skip


def save(desk, **fields):
    return desk.post(
        "/desk/settings/", **{**FIELDS, **{key.replace("__", "."): value for key, value in fields.items()}}
    )


def test_what_changes_nothing_on_the_paper_is_saved_with_a_way_back(desk):
    before = desk.file.read_bytes()
    assert save(desk).headers["location"] == "../../desk/settings/"
    done = save(desk, site__title="The “Wafer”", site__private="yes", why="a better name")
    assert done.headers["location"] == "../../desk/settings/?done=1"
    assert (desk.newsroom.settings.site.title, desk.newsroom.settings.site.private) == ("The “Wafer”", True)
    assert desk.newsroom.store.get_edits()[0].why == "a better name"
    assert "1: setting" in text(desk.get("/desk/settings/?done=1"))
    assert desk.post("/desk/undo/", number="1", back="settings/").status_code == 303
    assert desk.file.read_bytes() == before
    assert desk.newsroom.settings.site.title == "The Wafer"
    assert log.verify(desk.newsroom) == []


def test_how_much_is_published_is_shown_before_it_is_saved(desk):
    seeding.stories(desk.newsroom, 6)
    before = desk.file.read_bytes()
    shown = save(desk, publish__per_day="2", do="save")
    assert shown.status_code == 200
    assert "Nothing has been saved yet." in text(shown)
    assert "stories a day instead of" in text(shown)
    assert desk.file.read_bytes() == before
    seen = shown.text.partition('name="seen" value="')[2].partition('"')[0]
    assert "of the last 30 front pages would have been" in text(shown)
    assert save(desk, publish__per_day="3", do="save", seen=seen).status_code == 200, "another number was not seen"
    assert save(desk, publish__per_day="2", do="save", seen=seen).status_code == 303
    assert desk.newsroom.settings.publish.per_day == 2


def test_wrong_values_say_what_to_do_and_stay_typed(desk):
    before = desk.file.read_bytes()
    for field, typed, said in (
        ("publish.per_day", "many", "Stories a day: “many” is no number"),
        ("site.url", "news.example", "it begins with http:// or https://"),
        ("publish.per_day", "nan", "Stories a day: “nan” is no number"),
        ("publish.per_day", "inf", "Stories a day: “inf” is no number"),
        ("publish.per_day", "-3", "must be 0 (the threshold decides) or more"),
        ("site.front_days", "2.5", "Days on the front page: “2.5” is no whole number"),
        ("site.zone", "Wien", "write the name of a time zone, like Europe/Vienna, or UTC"),
        ("letter.at", "seven", "write a time of day, a zone and days"),
        ("mail.sender", "the hive", "mail.sender"),
    ):
        answer = save(desk, **{field: typed, "site.title": "Kept too"})
        assert answer.status_code == 422
        assert said in text(answer)
        assert f'value="{typed}"' in answer.text
        assert 'value="Kept too"' in answer.text
    assert desk.file.read_bytes() == before


def test_people_are_added_with_a_role_signed_out_reset_and_removed(desk):
    newsroom = desk.newsroom
    weak = desk.post("/desk/people/", name="John", role="reader", password="short")
    assert weak.status_code == 422
    assert 'value="John"' in weak.text
    assert desk.post("/desk/people/", name="John", role="reader", password=PASSWORD).status_code == 303
    john = newsroom.store.get_people()[1]
    assert john.role == "reader"
    sessions.open_session(newsroom, john, "x")
    sessions.make_token(newsroom, john, "my <script>", ("read",))
    shown = text(desk.get("/desk/people/"))
    assert "signed in with 1 browser" in shown
    assert "Access token “my <script>” (read), last used: never" in shown

    def change(do, who=john, **fields):
        return desk.post("/desk/people/change/", person=str(who.number), do=do, **fields)

    (token,) = newsroom.store.access_tokens_of(john.number)
    assert change(f"token {token.number}").status_code == 303
    assert newsroom.store.access_tokens_of(john.number) == []
    assert change("end").status_code == 303
    assert newsroom.store.sessions_of(john.number) == []
    old = newsroom.store.get_password(john.number)
    assert change("reset", password="another heron on the weir").status_code == 303
    assert newsroom.store.get_password(john.number) != old
    assert change("role", role="editor").status_code == 303
    assert newsroom.store.get_people()[1].role == "editor"
    assert change("role", role="emperor").status_code == 303
    assert newsroom.store.get_people()[1].role == "editor"
    assert change("role", newsroom.marta, role="reader").status_code == 422
    assert change("remove", newsroom.marta).status_code == 422
    assert "The last owner stays" in text(change("remove", newsroom.marta))
    assert change("remove").status_code == 303
    assert change("end").status_code == 404
    assert [one.name for one in newsroom.store.get_people()] == ["Marta"]


def test_webhooks_are_added_with_a_secret_shown_once_and_removed(desk):
    added = desk.post("/desk/webhooks/", do="add", address="https://letters.example/hook", topic="ai")
    secret = desk.newsroom.store.webhook_secret(1)
    assert secret in added.text
    shown = desk.get("/desk/webhooks/")
    assert secret not in shown.text
    assert "https://letters.example/hook" in text(shown)
    bad = desk.post("/desk/webhooks/", do="add", address="nowhere")
    assert bad.status_code == 422
    assert 'value="nowhere"' in bad.text
    assert desk.post("/desk/webhooks/", do="remove 1").status_code == 303
    assert desk.newsroom.store.get_webhooks() == []
    assert desk.post("/desk/webhooks/", do="remove 9").status_code == 422


def test_pictures_and_the_newsletter_s_hour_are_settings_with_comments_kept(desk):
    before = desk.file.read_text()
    fields = {"site.pictures": "small", "letter.by_itself": "draft", "letter.at": "06:30 Europe/Vienna sat"}
    assert save(desk, **fields).status_code == 303
    settings = desk.newsroom.settings
    assert (settings.site.pictures, settings.letter.by_itself, settings.letter.at) == tuple(fields.values())
    comments = [line for line in before.splitlines() if line.startswith("#")]
    assert [line for line in desk.file.read_text().splitlines() if line.startswith("#")] == comments


def test_the_desk_says_times_in_the_newsroom_s_zone_and_the_paper_in_utc(desk):
    seeding.stories(desk.newsroom, 3)
    story = desk.newsroom.store.recent_stories(seeding.NOW - timedelta(days=7), 1)[0]
    public = ("/", "/river/", f"/api/v1/explain/{story.lead}", "/d/2026-03-07/", "/feeds/latest.atom")
    before = [desk.get(path).content for path in public]
    was = text(desk.get(f"/desk/story/{story.id}/"))
    newest = datetime.fromisoformat(re.search(r"newest article is of (.{10}), (.{5}) UTC", was).expand(r"\1T\2+00:00"))
    assert "Times in UTC" in was
    assert save(desk, site__zone="Europe/Vienna").status_code == 303
    assert 'zone = "Europe/Vienna"' in desk.file.read_text()
    log_page = text(desk.get("/desk/log/"))
    assert "Times in Europe/Vienna" in log_page
    assert "Sat 7 Mar 2026, 08:30" in log_page
    there = newest.astimezone(ZoneInfo("Europe/Vienna"))
    assert f"is of {there:%Y-%m-%d, %H:%M} Europe/Vienna." in text(desk.get(f"/desk/story/{story.id}/"))
    assert [desk.get(path).content for path in public] == before
    assert desk.post("/desk/undo/", number="1", back="settings/").status_code == 303
    assert "Times in UTC" in text(desk.get("/desk/log/"))


def test_a_look_is_written_above_what_theme_css_has_and_taken_back(desk):
    theme = desk.file.parent / "theme.css"
    seeding.stories(desk.newsroom, 4)
    (newest,) = desk.newsroom.store.recent_stories(seeding.NOW - timedelta(days=7), 1)
    shown = desk.get("/desk/settings/").text
    title = desk.newsroom.store.get_articles([newest.lead])[newest.lead].title
    assert f'<p class="face"><bdi>{title}</bdi></p>' in html.unescape(shown), "a headline shows it"
    assert 'value="blue" checked' in shown
    assert desk.post("/desk/settings/look/", link="pink", face="sans").status_code == 422
    assert desk.post("/desk/settings/look/", link="blue", face="serif").headers["location"].endswith("settings/")
    assert desk.newsroom.store.get_edits() == []
    assert desk.post("/desk/settings/look/", link="red", face="sans").headers["location"].endswith("settings/?done=1")
    assert "--link: light-dark(#8e1f3a, #ff9fb0);\n  --serif: var(--sans);" in theme.read_text()
    assert desk.get("/static/theme.css").content == theme.read_bytes()
    assert "static/theme.css" in desk.get("/").text
    assert 'value="red" checked' in desk.get("/desk/settings/?done=1").text
    assert desk.post("/desk/undo/", number="1", back="settings/").status_code == 303
    assert not theme.exists()
    theme.write_text(":root { --link: #000 }\n")
    desk.post("/desk/settings/look/", link="teal", face="serif")
    assert "Your theme.css sets --link itself." in text(desk.get("/desk/settings/"))
    theme.write_text(theme.read_text() + ".more { color: red }\n")
    editor = Browser(app.make(desk.newsroom), desk.newsroom, person(desk.newsroom, name="John"))
    assert editor.post("/desk/undo/", number="3").status_code == 403, "the look is the owner's"
    assert desk.post("/desk/undo/", number="3", back="settings/").status_code == 303
    assert theme.read_text() == ":root { --link: #000 }\n.more { color: red }\n"
    theme.write_bytes(b"\xff")
    assert desk.post("/desk/settings/look/", link="teal", face="serif").status_code == 422
    assert theme.read_bytes() == b"\xff"
    assert log.verify(desk.newsroom) == []


def test_a_backup_is_made_taken_along_and_deleted_by_an_owner(desk):
    assert "none was ever made" in text(desk.get("/desk/backup/"))
    assert desk.post("/desk/backup/", do="make").status_code == 303
    (file,) = (desk.file.parent / "backups").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "just now" in text(desk.get("/desk/backup/"))
    taken = desk.get(f"/desk/backup/file/{file.name}")
    assert taken.content == file.read_bytes()
    assert taken.headers["cache-control"] == "no-store"
    assert desk.get("/desk/backup/file/..%2Fcoranto.toml").status_code == 404
    editor = Browser(app.make(desk.newsroom), desk.newsroom, person(desk.newsroom, name="John"))
    assert editor.get(f"/desk/backup/file/{file.name}").status_code == 403
    assert desk.post("/desk/backup/", do="delete ../coranto.toml").status_code == 404
    assert desk.post("/desk/backup/", do=f"delete {file.name}").status_code == 303
    assert not file.exists()


def test_an_editor_neither_sees_settings_nor_takes_back_an_owner_s(desk):
    save(desk, site__title="Another")
    editor = Browser(app.make(desk.newsroom), desk.newsroom, person(desk.newsroom, name="John"))
    for path in ("/desk/settings/", "/desk/people/", "/desk/webhooks/", "/desk/setup/", "/desk/backup/"):
        assert editor.get(path).status_code == 403
    assert editor.post("/desk/undo/", number="1").status_code == 403
    assert desk.newsroom.settings.site.title == "Another"

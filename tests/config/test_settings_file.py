"""A mistake in the configuration is named with its path, its line, and what is allowed."""

import re

import pytest

from coranto import errors
from coranto.config import settings_file


def wrong(text):
    with pytest.raises(errors.ConfigError) as caught:
        settings_file.parse(text)
    return str(caught.value)


def test_the_defaults_are_the_classic_profile():
    settings = settings_file.parse("")
    assert (settings.judge.topic, settings.judge.keyword, settings.judge.image, settings.judge.amp) == (2, 15, 20, 20)
    assert (settings.judge.video, settings.judge.title_length, settings.publish.threshold) == (50, 70, 70)


def test_a_wrong_key_is_named_with_its_line_and_a_guess():
    said = wrong('[site]\ntitle = "A"\n\n[publish]\ntreshold = 50\n')
    assert said.startswith("coranto.toml:5: `publish.treshold` is not a setting; did you mean `threshold`?")


def test_a_wrong_table_and_a_wrong_outlet_key_too():
    assert "`pubish` is not a setting; did you mean `publish`?" in wrong("[pubish]\n")
    assert "`outlets.example.org.wieght` is not a setting" in wrong('[outlets."example.org"]\nwieght = 3\n')
    assert "`folder` is not a setting" in wrong('folder = "/"\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[serve]\nport = "eighty"\n', "coranto.toml:2: `serve.port`: expected `int`, got `str`"),
        ("[serve]\nport = 99999\n", "coranto.toml:2: `serve.port` is 99999; it may be 1 to 65535"),
        ('[judge]\nmatch = "regex"\n', "coranto.toml:2: `judge.match` is `regex`; it may be word or substring"),
        ('[site]\nurl = "example.org"\n', "coranto.toml:2: `site.url` is `example.org`"),
        ("[fetch]\ntimeout = 0\n", "coranto.toml:2: `fetch.timeout` must be more than 0"),
        ("[site\n", "coranto.toml: not TOML"),
        (
            "[site]\n[fetch]\n[site]\n",
            "coranto.toml: [site] begins a second time in line 3; put its lines below the first",
        ),
    ],
)
def test_a_wrong_value_is_named(text, said):
    assert wrong(text).startswith(said)


def test_a_missing_file_says_how_to_get_one(tmp_path):
    with pytest.raises(errors.ConfigError, match="coranto init"):
        settings_file.load(tmp_path / "coranto.toml")


def test_secrets_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("CORANTO_SITE_KEY", "k")
    monkeypatch.setenv("CORANTO_DATABASE", "postgresql+psycopg://u:p@h/d")
    settings = settings_file.parse('key = "file"\n')
    assert (settings.key, settings.database) == ("k", "postgresql+psycopg://u:p@h/d")


def test_servers_of_mail_come_from_the_environment_and_are_checked_without_naming_a_password(monkeypatch):
    monkeypatch.setenv("CORANTO_MAIL_SERVERS", "smtps://u:p@a.example smtp://b.example?rate=2")
    monkeypatch.setenv("CORANTO_MAIL_BOUNCES", "imaps://u:p@a.example/Bounces")
    mail = settings_file.parse('[mail]\nsender = "The Hive <letter@hive.example>"\n').mail
    assert mail.servers == ("smtps://u:p@a.example", "smtp://b.example?rate=2")
    assert mail.bounces == "imaps://u:p@a.example/Bounces"
    monkeypatch.setenv("CORANTO_MAIL_SERVERS", "smtps://u:secret@a.example?speed=2")
    with pytest.raises(errors.ConfigError, match=re.escape("`mail.servers` has `speed`; there are rate")) as found:
        settings_file.parse("")
    assert "secret" not in str(found.value)
    assert "CORANTO_MAIL_SERVERS" in str(found.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('sender = "The Hive"', "`mail.sender` is no sender; write a name and an address"),
        ('sender = "a\\r\\nBcc: x@x.example <a@a.example>"', "`mail.sender` is no sender"),
        ('servers = ["https://u:secret@a.example"]', "`mail.servers` is no address of a server"),
        ('servers = ["smtp://u:secret@a.example?rate=x"]', "`mail.servers` has a number that is none"),
        ('servers = ["smtp://u:secret@a.example?connections=0"]', "`mail.servers` has a number that cannot be"),
        ('servers = ["smtp://u:secret@a.example?tls=maybe"]', "`mail.servers` has `tls`; it may be none"),
        ('bounces = "pop3://u:secret@a.example"', "`mail.bounces` is no address of a server"),
    ],
)
def test_mail_that_cannot_be_sent_is_refused_by_line(line, said):
    with pytest.raises(errors.ConfigError, match=re.escape(said)) as found:
        settings_file.parse(f"[mail]\n{line}\n")
    assert "coranto.toml:2" in str(found.value)
    assert "secret" not in str(found.value)


def test_there_are_few_settings_and_each_has_a_default():
    # 38, and those of the subject profile, of which every number is one. Three for mail: without a sender and a server
    # no newsletter is sent, and what comes back must be read somewhere. One says whether a paper is open yet.
    assert len(settings_file.reference()) <= 105


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('at = "seven"', "`letter.at` is `seven`; write a time of day, a zone and days"),
        ('at = "07:00 UTC"', "write a time of day, a zone and days: 07:00 Europe/Vienna mon"),
        ('at = "07:00 Europe/Bienna mon"', "`letter.at` is `07:00 Europe/Bienna mon`"),
        ('at = "24:00 UTC mon"', "`letter.at` is `24:00 UTC mon`"),
        ('at = "07:00 UTC monday"', "`letter.at` is `07:00 UTC monday`"),
        ('at = ""', "`letter.at` is ``"),
        ("most = 0", "`letter.most` must be more than 0"),
        ('by_itself = "always"', "it may be never or draft or send"),
    ],
)
def test_the_newsletter_s_times_are_checked(line, said):
    found = wrong(f"[letter]\n{line}\n")
    assert found.startswith("coranto.toml:2: ")
    assert said in found


@pytest.mark.parametrize("zone", ["Wien", "", "Europe", "../UTC"])
def test_the_zone_is_one_that_there_is(zone):
    found = wrong(f"[site]\nzone = '{zone}'\n")
    assert found.startswith(f"coranto.toml:2: `site.zone` is `{zone}`; write the name of a time zone")


def test_the_environment_says_where_the_site_is_served(monkeypatch):
    monkeypatch.setenv("CORANTO_SERVE_HOST", "0.0.0.0")
    settings = settings_file.parse('[serve]\nhost = "127.0.0.1"\nport = 81')
    assert (settings.serve.host, settings.serve.port) == ("0.0.0.0", 81)
    assert settings_file.place(settings, "serve.host") == "CORANTO_SERVE_HOST of the environment"

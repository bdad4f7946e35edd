"""The pages in another language than English: every message, dates, numbers, ages, and from right to left."""

import re
from pathlib import Path

import jinja2
import messages
import msgspec
import pytest
import seeding
import structlog
from lxml import html

from coranto.cli import check_
from coranto.i18n import catalogue, current, formats, language
from coranto.model.edit import Edit
from coranto.model.reason import Reason, joined
from coranto.model.source import Source
from coranto.site import build
from coranto.web import app, words
from coranto.web.api import endpoints as v1
from coranto.web.pages import lists

FIELD = re.compile(r"\{\w+\}")


@pytest.fixture
def speaking(fresh):
    """Give a newsroom another language, with a catalogue of its own or without."""

    def speaking(tag, catalogue=""):
        folder = Path(fresh.settings.folder)
        if catalogue:
            (folder / "languages").mkdir(exist_ok=True)
            (folder / "languages" / f"{tag}.po").write_text(catalogue)
        language.of.cache_clear()
        site = msgspec.structs.replace(fresh.settings.site, language=tag)
        return msgspec.structs.replace(fresh.settings, site=site)

    import dataclasses

    def with_settings(tag, catalogue=""):
        return dataclasses.replace(fresh, settings=speaking(tag, catalogue))

    return with_settings


def entry(message, said, context="", plural=""):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    head = f"msgctxt {quoted(context)}\n" if context else ""
    if plural:
        forms = f"msgid_plural {quoted(plural)}\nmsgstr[0] {quoted(said)}\nmsgstr[1] {quoted(said)}\n"
    else:
        forms = f"msgstr {quoted(said)}\n"
    return f"{head}msgid {quoted(message)}\n{forms}"


def test_every_message_has_a_german_translation():
    text = (messages.WEB.parent / "i18n" / "locale" / "de.po").read_text()
    read = catalogue.read(text, "de.po", "de")
    german = read.messages
    known = messages.all_messages()
    assert read.troubles == ()
    assert len(known) > 300
    assert set(known) - set(german) == set()
    assert set(german) - set(known) == set(), "translations of what no page says"
    for key, plural in known.items():
        assert len(german[key]) == (2 if plural else 1), key
        for form in german[key]:
            assert set(FIELD.findall(form)) <= set(FIELD.findall(key[1] + plural)), key
            assert re.findall(r"</?\w+", form) == re.findall(r"</?\w+", key[1]), key
        assert set(FIELD.findall(key[1])) == set(FIELD.findall(german[key][0])) | (
            {"{n}"} & set(FIELD.findall(key[1])) - set(FIELD.findall(german[key][0]))
        )


OURS = re.compile(r"\b(RSS|JSON|OPML|API|UTC|Coranto)\b|&\w+;")  # names, and letters that are written as names


def test_no_template_says_anything_that_cannot_be_translated():
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for file in messages.templates():
        said = "".join(value if kind == "data" else "\0" for _, kind, value in environment.lex(file.read_text()))
        said = re.sub(r"<style>.*?</style>", "", said, flags=re.DOTALL)
        inside = re.sub(r"<!?/?\w[^>]*>|[\w-]+=\"\w*\"?", "\0", said)
        bare = [text for text in OURS.sub("", inside).split("\0") if re.search(r"[A-Za-z]{2}", text)]
        bare += re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*[A-Za-z]{2}[^"]*)"', said)
        assert bare == [], file.name


def test_every_word_that_is_not_somebody_s_own_is_a_message(speaking, tmp_path):
    known = messages.all_messages()
    brackets = "".join(
        entry(message, f"⟦{message}⟧", context, plural) + "\n" for (context, message), plural in known.items()
    )
    newsroom = speaking("xx", brackets)
    theirs = {*re.findall(r"\w+", "".join(seeding.HEADLINES)), *re.findall(r"\w+", " ".join(seeding.OUTLETS))}
    for article in newsroom.store.recent_articles(500):
        theirs.update(
            re.findall(r"\w+", f"{article.title} {article.excerpt} {article.url} {' '.join(article.provenance)}")
        )
        theirs.update(re.findall(r"\w+", " ".join(article.provenance.values())))
        theirs.update(re.findall(r"[^\W\d_]{2,}", article.id))  # in the name of its record
    for topic in seeding.TOPICS:
        theirs.update(re.findall(r"\w+", f"{topic.id} {topic.name} {topic.shortname} {topic.description}"))
        theirs.update(re.findall(r"\w+", " ".join(topic.keywords)))
    for source in newsroom.store.get_sources():
        theirs.update(re.findall(r"\w+", f"{source.title} {source.trouble} {source.folder}"))
    names = (
        "Every Morning RSS OPML Atom JSON Feed API AMP UTC Coranto example news md en de Mon Tue Wed Thu Fri Sat Sun"
    )
    theirs |= set(re.findall(r"\w+", names))
    seen = 0
    build.build(newsroom, tmp_path / "site")
    for page in sorted((tmp_path / "site").rglob("*.html")):
        document = page.relative_to(tmp_path / "site")
        tree = html.fromstring(page.read_text("utf-8"))
        shown = [
            " ".join(tree.xpath("//text()[not(parent::script)]")),
            *tree.xpath("//@aria-label | //@placeholder | //meta[@name='description']/@content"),
        ]
        for text in shown:
            rest, before = re.sub(r"[0-9a-f]{12,32}", " ", str(text)), ""  # ids
            while rest != before:
                before, rest = rest, re.sub(r"⟦[^⟦⟧]*⟧", " ", rest)
            bare = [word for word in re.findall(r"[^\W\d_]{2,}", rest) if word not in theirs]
            assert bare == [], document
            seen += str(text).count("⟦")
    assert seen > 2000


def test_a_german_newsroom_speaks_german(speaking):
    newsroom = speaking("de-AT")
    front = seeding.page("front", newsroom).body.decode()
    tree = html.fromstring(front)
    assert tree.xpath("/html/@lang") == ["de"]
    assert "Samstag, 7. März 2026" in front
    assert tree.xpath("//p[@class='h']/i/text()")[0] in {"neu", "steigt", "beständig", "kühlt ab"}
    assert re.search(r"\d Medien, zuletzt vor \d+ Min\.", tree.xpath("string(//p[@class='m'])"))
    assert re.search(r"\d+ (Min|Std)\.", tree.xpath("string(//p[@class='m']/time)"))
    foreign = [one.get("lang") for one in tree.xpath("//h2/a[@lang]")]
    assert set(foreign) == {"en"}
    story = seeding.page("story", newsroom, "000000", seeding.NOW).body.decode()
    assert "erreicht die Schwelle von 60 (eigene Schwelle von Policy &amp; Law)" in story
    assert "führt mit der höchsten Eignung" in story
    assert "Lesen bei Meridian Wire" in story
    lead = newsroom.store.get_stories(["000000"])["000000"].lead
    account = html.fromstring(seeding.page("article", newsroom, lead, seeding.NOW).body.decode()).xpath(
        "string(//main)"
    )
    for said in (
        "er hat ein Bild",
        "im Titel",
        "Hitze der Geschichte",
        "andere Artikel dieser Geschichte binnen 5 Tagen",
    ):
        assert said in account
    assert "ein Schlüsselwort von" in account
    for english in ("the lead", "keyword", " the "):
        assert english not in account.replace(newsroom.store.get_articles([lead])[lead].title, "").replace(
            newsroom.store.get_articles([lead])[lead].excerpt, ""
        ), english
    assert "Diese Seite gibt es nicht" in lists.lost_page(newsroom, "There is no such page", "", "./").decode()


def test_what_is_said_depends_on_the_desk_alone(speaking, newsroom):
    assert "<h1>Ticker</h1>" in seeding.page("river", speaking("de")).body.decode()
    assert "<h1>River</h1>" in seeding.page("river", newsroom).body.decode()
    assert "<h1>River</h1>" in seeding.page("river", speaking("sv")).body.decode()  # no catalogue: English
    assert 'lang="en"' in seeding.page("river", speaking("../../etc/passwd")).body.decode()


def test_numbers_and_plurals_follow_the_language(speaking):
    assert words.count(1234, "article") == "1,234 articles"

    @current.localized
    def said(_, number):
        return words.count(number, "source"), formats.decimal(0.25)

    assert said(speaking("de"), 1) == ("1 Quelle", "0,25")
    assert said(speaking("de"), 12345) == ("12.345 Quellen", "0,25")
    forms = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"'
    three = 'msgstr[0] "{n} zdroj"\nmsgstr[1] "{n} zdroje"\nmsgstr[2] "{n} zdrojů"\n'
    czech = f'msgid ""\nmsgstr ""\n{forms}\n\nmsgid "{{n}} source"\nmsgid_plural "{{n}} sources"\n{three}'
    assert [said(speaking("cs", czech), n)[0] for n in (1, 3, 7)] == ["1 zdroj", "3 zdroje", "7 zdrojů"]


def test_a_newsroom_s_own_words_go_over_ours(speaking):
    newsroom = speaking("de", entry("River", "Neueste"))
    page = seeding.page("river", newsroom).body.decode()
    assert "<h1>Neueste</h1>" in page
    assert "Zeiten in <span" in page


def test_a_wrong_translation_is_named_and_left_out(speaking):
    wrong = entry("Read it at {outlet}", "Bei {medium}") + "\n" + entry("River", "Fluss") + "\nno line\n"
    with structlog.testing.capture_logs() as told:
        page = seeding.page("river", speaking("de", wrong)).body.decode()
    assert "<h1>Fluss</h1>" in page
    assert [Path(one["trouble"].partition(": ")[0]).name for one in told] == ["de.po:1", "de.po:7"]
    found = list(check_.check(speaking("de").settings))
    assert sum("de.po:" in one for one in found) == 2


@pytest.mark.browser
def test_from_right_to_left_the_page_is_mirrored(speaking, look):
    with app.Server(speaking("he", entry("River", "נהר") + "\n" + entry("now", "עכשיו")), "127.0.0.1", 0) as server:
        for path in ("/", "/s/000002/", "/t/ai/", "/archive/"):
            page = look(server.address + path)
            assert page.evaluate("document.documentElement.dir") == "rtl"
            for width in (1440, 768, 390):
                page.set_viewport_size({"width": width, "height": 900})
                sides = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
                assert sides[0] <= sides[1], (path, width)
        page = look(server.address + "/s/000002/")
        ends = page.evaluate(
            "['.steps', '.steps .end'].map(one => document.querySelector(one).getBoundingClientRect().right)"
        )
        assert ends[1] <= ends[0]  # time runs as it does everywhere, and its last figure stays inside
        page = look(server.address + "/")
        box = page.evaluate(
            "['main .s h2', 'main .s .h', '.margin', '.folio nav', '.folio b'].map(one => {"
            " const box = document.querySelector(one).getBoundingClientRect(); return [box.left, box.right] })"
        )
        headline, heat, margin, nav, date = box
        assert heat[0] > headline[0]  # the heat stands on the right of the headline
        assert margin[1] < headline[1]  # the margin on the left
        assert nav[0] < date[0]
        assert page.said == []


@pytest.mark.browser
def test_the_script_speaks_the_language_of_the_page(speaking, look):
    with app.Server(speaking("de"), "127.0.0.1", 0) as server:
        page = look(server.address + "/")
        said = page.locator("p.m time").first.text_content()
        assert re.fullmatch(r"vor \d+ (Min\.|Std\.)|gerade eben|am \d+\. \w+\.?", said)
        assert said != "vor 24 Min."  # the newsroom's clock stands still, the reader's does not
        page.keyboard.press("?")
        assert "nächste Schlagzeile" in page.get_by_role("dialog", name="Tasten").text_content()
        assert page.said == []


NOTES = (
    "sa merged with sb (one event; two reports)",
    "it has a picture",
    "one article was split off sa; not yet carried out",
    "2026-03-07 07:30 UTC, by an editor: sa was merged into sb",
)


def test_what_an_editor_wrote_is_never_translated(speaking):
    newsroom = speaking("de")
    for note in NOTES:
        newsroom.store.add_edit(Edit(kind="merge", story="000000", other="sb", why=note, at=seeding.NOW))
    page = html.fromstring(seeding.page("story", newsroom, "000000", seeding.NOW).body.decode())
    said = [text for text in page.xpath("//main//li/text()") if "von der Redaktion" in text]
    head = "2026-03-07 07:30 UTC, von der Redaktion: 000000 ging in einer anderen auf; noch nicht ausgeführt"
    assert said == [f"{head} ({note})" for note in NOTES]


def test_the_api_gives_code_parameters_and_a_sentence_in_the_language_of_the_site(speaking, newsroom):
    lead = newsroom.store.get_stories(["000000"])["000000"].lead

    def asked(newsroom):
        return msgspec.json.decode(v1.explained(newsroom, lead, seeding.NOW, {}).body)

    english, german = asked(newsroom), asked(speaking("de"))
    assert german["decision_reason"] == english["decision_reason"] == {
        "code": "decision.reached",
        "params": {"heat": english["heat"]},
        "within": [{"code": "threshold.topic", "params": {"line": 60, "topic": "Policy & Law"}, "within": []}],
    }  # fmt: skip
    line = f"Hitze {german['heat']} erreicht die Schwelle von 60 (eigene Schwelle von Policy & Law)."
    assert german["decision"] == f"Veröffentlicht: {line}"
    assert english["decision"].startswith("Published: heat ")
    picture = next(part for part in german["parts"] if part["reason"]["code"] == "quality.image")
    assert picture == {
        "name": "image",
        "points": 20,
        "because": "er hat ein Bild",
        "reason": {"code": "quality.image", "params": {}, "within": []},
    }
    assert [one["reason"] for one in german["topics"]] == [one["reason"] for one in english["topics"]]
    assert all(one["because"] for one in (*german["topics"], *german["heat_parts"]))
    assert all(" UTC in The Wire, als http" in one for one in german["found"])


def test_why_a_source_fails_is_told_in_the_language_of_the_page(speaking):
    newsroom = speaking("de")
    busy = joined((Reason("fetch.too_often", {"status": 429}), Reason("fetch.left_alone", {"seconds": 60})))
    for name, trouble in (("busy", busy), ("old", "it was saved as a sentence")):
        newsroom.store.save_source(
            Source(id=name, url=f"https://{name}.example/feed", title=name, failures=2, trouble=trouble)
        )
    page = html.fromstring(seeding.page("status", newsroom).body.decode()).xpath("string(//main)")
    assert "zu oft gefragt (HTTP 429); wie erbeten bleibt sie 60 s in Ruhe" in page
    assert "it was saved as a sentence" in page
    told = {one["id"]: one for one in msgspec.json.decode(v1.sources(newsroom, {}).body)["items"]}
    assert told["busy"]["trouble"].startswith("sie wurde zu oft gefragt")
    assert [one["code"] for one in told["busy"]["troubleReason"]["within"]] == ["fetch.too_often", "fetch.left_alone"]
    assert told["old"]["troubleReason"] == {"code": "text", "params": {"text": told["old"]["trouble"]}, "within": []}

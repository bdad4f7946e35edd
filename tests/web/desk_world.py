"""A newsroom in which every page of the desk has rows, written with words of one's choice; and the list of these pages."""

import itertools
import json
import re
from collections import Counter
from html import unescape
from urllib.parse import quote

import msgspec
import seeding
from desk_browser import person

from coranto.config import settings_file
from coranto.edit import verbs
from coranto.mailing import bring
from coranto.mailing.address_list import Row
from coranto.model.edit import By
from coranto.model.source import Source
from coranto.newsroom import open_newsroom
from coranto.notify import webhooks
from coranto.people import accounts, sessions
from coranto.record import sanitize
from coranto.run import alerts, import_records, issue, publish, reload, scaffold, source_change
from coranto.source import ids
from coranto.web.desk.door import ROUTES
from coranto.web.desk.story import PANELS

PLAIN = ("A heron on the weir", "Foundry", "harbour pilots", "for a better paper", "Ada Lovelace")
MARKS = (
    "<script>own()</script>", '"><img src=x onerror=own()>', "' autofocus onfocus='own()", "javascript:own()//",
    "</title><svg onload=own()>", "</textarea><script>own()</script>", "{{ 7 * 7 }}${own()}", "&lt;script&gt;own()",
    "\u202egnp.\u2066 \u05d0\u05d1 own()", "--><script>own()</script>", "data:text/html,<script>own()</script>",
    "x" * 180, "`onclick=own() x=`", "<a href=javascript:own()>a</a>", "%3Cscript%3Eown()%3C/script%3E",
    "<math><mi xlink:href=javascript:own()>", "<iframe srcdoc='<script>parent.own()</script>'>", "\0<b onclick=own()>",
)  # fmt: skip
ISSUE = re.compile(r'href="[^"]*desk/letter/([^"/]+)/"')


def opened(folder):
    """Open a newsroom as `coranto init` makes one."""
    list(scaffold.write(folder, scaffold.Plan(name="AI", words=("AI", "chip", "model"), title="The Wafer")))
    file = folder / "coranto.toml"
    file.write_text(file.read_text().replace("http://127.0.0.1:8000", "https://news.example"))
    return open_newsroom(settings_file.load(file), now=lambda: seeding.NOW)


def fill(newsroom, folder, words=PLAIN):
    """Write a newsroom full: each text that somebody else can write is the next of ``words``; return its owner."""
    turn = itertools.cycle(words)

    def word(most=60):
        said = "".join(letter for letter in sanitize.line(next(turn)) if letter.isprintable())
        return said[:most].strip() or "empty"

    owner = newsroom.store.get_people()[0] if newsroom.store.get_people() else person(newsroom, "owner")
    _articles(newsroom, folder, turn)
    _files(newsroom, word)
    _decisions(newsroom, word)
    john = person(newsroom, "editor", f"John {word(40)}")
    for one in (owner, john):
        sessions.open_session(newsroom, one, next(turn), word())
        sessions.make_token(newsroom, one, word(), ("read",))
    accounts.set_mail(newsroom, owner.name, "marta@example.org")
    accounts.change_role(newsroom, john.name, "reader", By(word(), word()))
    webhooks.add(newsroom, f"https://letters.example/{quote(word())}?q='{quote(word())}", by=By(word()))
    for search in ("title:foundry", f'"{word().replace(chr(34), "")} own"'):
        address = f"https://a.example/{quote(word())}"
        alerts.add(newsroom, owner, search, name=word(), published=False, address=address)
    rows = [Row(n, f"anna{n}@x.example", name=word()) for n in range(2)]
    bring.bring(newsroom, rows, word(), word().ljust(20, "."), confirmed=True)
    drafted = issue.draft(newsroom)
    told = tuple(msgspec.structs.replace(one, title=word(), line=word()) for one in drafted.stories)
    issue.save(newsroom, msgspec.structs.replace(drafted, intro=word(), stories=told))
    (folder / "backups").mkdir()
    (folder / "backups" / word().replace("/", "∕")).write_bytes(b"none")
    return owner


def _articles(newsroom, folder, turn):
    seeding.stories(newsroom, 4)
    told = [
        seeding.article(sanitize.title(f"Foundry model chip {next(turn)}"), f"Outlet {n}", 1 + n,
                        excerpt=sanitize.line(next(turn)), authors=(sanitize.line(next(turn)),))
        for n in range(3)
    ]  # fmt: skip
    named = [
        msgspec.structs.replace(
            one, provider=msgspec.structs.replace(one.provider, name=sanitize.line(next(turn)) or "x")
        )
        for one in told
    ]
    seeding.file(newsroom, "0000aa", named)
    record = {"category": "x", "title": f"Imported chip {next(turn)}", "excerpt": next(turn), "originalUrl": "https://i.example/a",
              "webUrl": "https://i.example/a", "publishedDateTime": "2026-03-06T10:00:00Z", "published": True, "topics": ["AI"],
              "provider": {"name": next(turn), "domain": "i.example"}}  # fmt: skip
    brought = folder / "brought"
    brought.mkdir()
    (brought / "one.md").write_text(f"---\n{json.dumps(record)}\n---\n")
    import_records.import_folder(newsroom, brought)
    import_records.group(newsroom)


def _files(newsroom, word):
    """Change topics, rules, sources and settings through the log."""
    topic = {
        "_id": "marks",
        "name": word(),
        "keywords": [json.dumps(word(), ensure_ascii=False), "foundry"],
        "description": word(),
    }
    verbs.say(
        newsroom,
        "file",
        {"name": "topics/marks.yaml", "text": json.dumps(topic, ensure_ascii=False)},
        who=word(),
        why=word(),
    )
    verbs.say(newsroom, "rule", {"rule": f"hold: foundry {_quoted(word())}"}, who=word(), why=word())
    verbs.say(newsroom, "rule", {"rule": f"mute: title:{_quoted(word())} -own"}, who=word(), why=word())
    values = {"site.title": word(), "site.tagline": word(), "letter.postal": word(), "fetch.contact": word()}
    verbs.say(newsroom, "setting", {"values": values}, who=word(), why=word())
    reload.now(newsroom)
    for n in range(2):
        url = f"https://s{n}.example/f?{quote(word())}"
        listed = Source(id=ids.source_id(url), url=url, title=word(), folder=word(), site=f"https://s{n}.example/")
        source_change.put(newsroom, [listed], word(), word())
    for one in newsroom.store.get_sources():
        newsroom.store.save_source(msgspec.structs.replace(one, failures=5, trouble=word(), last_look=seeding.NOW))


def _quoted(text):
    return f'"foundry {text.replace(chr(34), "")}"'


def _decisions(newsroom, word):
    stories = newsroom.store.get_stories(["000000", "000001", "000002", "0000aa"])
    for story, verb, more in (
        ("0000aa", "headline", {"text": word(200)}), ("0000aa", "excerpt", {"text": word(200)}),
        ("000001", "publish", {}), ("000001", "pin", {}), ("000002", "hide", {}), ("000000", "boost", {"points": 3}),
    ):  # fmt: skip
        verbs.say(newsroom, verb, {"article": stories[story].lead, **more}, who=word(), why=word())
        publish.publish(newsroom, Counter())
    verbs.say(newsroom, "merge", {"one": "0000aa", "other": "000001"}, who=word(), why=word())


def paths(newsroom, get, mark="foundry"):
    """Return the address of every page of the desk, from its routes: with each thing that is there, and typed words.

    ``get`` answers with the text of a path; a route that takes what this does not know is an error.
    """
    story = next(iter(newsroom.store.get_stories(["0000aa"])), "")
    issues = ISSUE.findall(unescape(get("/desk/letter/")))
    sources = [one.id for one in newsroom.store.get_sources()]
    known = {"{source}": sources[:1], "{story}": [story] if story else [], "{issue}": issues[:1],
             "{topic}": [topic.id for topic in newsroom.taxonomy][:2], "{panel}": sorted(PANELS)}  # fmt: skip
    found = []
    for route in ROUTES:
        if route.method != "GET" or "static" in route.path or "file/{name}" in route.path:
            continue
        wanted = re.findall(r"\{\w+\}", route.path)
        for values in itertools.product(*(known[name] for name in wanted)):
            path = route.path
            for name, value in zip(wanted, values, strict=True):
                path = path.replace(name, value)
            found.append(path)
    typed = quote(mark)
    return [
        *found,
        *(f"/desk/?band={band}" for band in ("everything", "held", "gaining", "overruled")),
        f"/desk/?q={typed}", f"/desk/sources/?q={typed}", "/desk/sources/?show=ill", "/desk/sources/?show=tried", f"/desk/alerts/?search={typed}&name={typed}",
        f"/desk/rules/?do=mute&search={typed}&why={typed}", f"/desk/rules/?do=topic&value={typed}&search=a",
        f"/desk/topics/ai/?add={typed}", f"/desk/replay/?key=publish.threshold&value={typed}",
        f"/desk/replay/?key=outlet&outlet={typed}&value=-1000", "/desk/replay/?key=publish.threshold&value=1", f"/desk/sign-in/?to={typed}",
        f"/desk/first/?code={typed}", f"/desk/nothing/{typed}", "/desk/log/?done=1", "/desk/alerts/?search=title:foundry",
    ]  # fmt: skip

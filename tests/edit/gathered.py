"""A newsroom with stories in it, gathered by the real parts, whose whole output can be taken as a tree of bytes."""

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from coranto import newsroom as newsrooms
from coranto.config import settings_file
from coranto.edit import verbs
from coranto.run import assemble, ingest, publish
from coranto.site import build, manifest

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOML = "[publish]\nthreshold = 20\n[site]\nurl = 'https://news.example'\n"
TOPICS = {
    "sea": "taxonomy: topic\n_id: sea\nname: Sea\nkeywords: [ferry, harbour]\n",
    "danger": "taxonomy: topic\n_id: danger\nname: Danger at Sea\nparent: Sea\nkeywords: [aground]\n",
    "law": "taxonomy: topic\n_id: law\nname: Law\nkeywords: [court]\n",
}
TITLES = [
    "Ferry runs aground off Skagen, 212 passengers taken to safety",
    "212 passengers evacuated after ferry runs aground near Skagen",
    "Skagen ferry aground: all 212 passengers safe, captain questioned",
    "Quake shakes Valparaiso harbour at dawn",
    "Valparaiso harbour shaken by quake at dawn, cranes topple",
    "Court stops the sale of Halden’s last cinema",
]
EXCERPTS = [  # no word in common: in an empty newsroom a sentence that all say would tie them
    "Rescuers were there within minutes.",
    "Nobody drowned.",
    "Divers look for damage.",
    "Schools remain closed today.",
    "Aftershocks may follow.",
    "Its owner had hoped for flats.",
]


class Site:
    """The newsroom, and what people do with it."""

    def __init__(self, folder, newsroom, clock):
        self.folder, self.newsroom, self.clock = folder, newsroom, clock
        self.store = newsroom.store
        self.builds = 0

    def add(self, article):
        ingest_ = ingest.Ingest(self.newsroom)
        judged = assemble.judged(article, (), self.newsroom.taxonomy, self.newsroom.settings, self.newsroom.signals)
        story = ingest_.add(judged, None)
        ingest_.snapshot()
        return story

    def say(self, verb, /, who="ada", why="", **said):
        return self.carried_out(verbs.say(self.newsroom, verb, said, who=who, why=why))

    def undo(self, number):
        return self.carried_out(verbs.take_back(self.newsroom, number, who="bo"))

    def carried_out(self, edit):
        self.clock.time += timedelta(seconds=7)
        if edit.of_stories:
            ingest_ = ingest.Ingest(self.newsroom)
            edit = next(one for one in ingest_.apply_edits() if one.number == edit.number)
            ingest_.snapshot()
        self.publish()
        return edit

    def publish(self):
        done = Counter()
        publish.publish(self.newsroom, done)
        return done

    def files(self):
        return {file.name: file.read_bytes() for file in (self.newsroom.records / "_news").iterdir()}

    def tree(self):
        """The site as files (pages, feeds, API, search) and the records, as they are at one and the same time."""
        self.builds += 1
        folder, now = self.folder / f"built{self.builds}", self.clock.time
        self.clock.time = NOON + timedelta(hours=1)
        build.build(self.newsroom, folder)
        self.clock.time = now
        found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        del found[manifest.FILE]
        return found | self.files()

    def search(self, words):
        return [one.id for one in self.store.search(words).articles]


class Clock:
    def __init__(self):
        self.time = NOON

    def __call__(self):
        return self.time


@contextmanager
def opened(folder):
    (folder / "topics").mkdir(exist_ok=True)
    for name, text in TOPICS.items():
        (folder / "topics" / f"{name}.yaml").write_text(text)
    (folder / "coranto.toml").write_text(TOML)
    clock = Clock()
    with newsrooms.open_newsroom(settings_file.load(folder / "coranto.toml"), now=clock) as newsroom:
        yield Site(folder, newsroom, clock)

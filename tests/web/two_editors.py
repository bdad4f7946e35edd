"""Two editors at one desk: random decisions, some of them on pages that are out of date, and what must hold after each."""

import re

from coranto import errors
from coranto.edit import log, verbs
from coranto.i18n.wording import say
from coranto.run import ingest
from coranto.web.desk import says

STORIES = ("000000", "000001", "000002")
DOES = (
    "publish",
    "drop",
    "pin",
    "unpin",
    "headline",
    "line",
    "hold",
    "release",
    "topics",
    "lead",
    "merge",
    "split",
    "undo",
    "undo",
    "undo",
    "look",
    "round",
)


class Desk:
    """A newsroom with two editors, each with what their page says of every story."""

    def __init__(self, newsroom, editors):
        self.newsroom, self.editors = newsroom, editors
        self.seen = {name: {} for name in editors}
        self.done = 0
        self.articles = set(self.told())
        for name in editors:
            for story in STORIES:
                self.look(name, story)

    def look(self, who, story):
        found = self.newsroom.store.get_stories([story]).get(story)
        self.seen[who][story] = says.version(self.newsroom, found) if found and found.members else 0

    def act(self, who, story, do, word):
        """Carry out one action, and check that exactly what was answered has happened."""
        store, before = self.newsroom.store, len(self.newsroom.store.get_edit_log())
        if do == "look":
            self.look(who, story)
            return
        if do == "round":
            self.carry_out()
            return
        if do == "undo":
            edits = store.get_edits()
            undone = {edit.undoes for edit in edits}
            mine = [one.number for one in edits if one.who == who and not one.undoes and one.number not in undone]
            answer = self.editors[who].post("/desk/undo/", number=str(mine[-1] if mine else 999))
        else:
            fields = {"version": str(self.seen[who][story]), "why": word, "title": word, "line": word, "topic": "AI"}
            answer = self.editors[who].post("/desk/decide/", do=do, story=story, **fields, **self.chosen(do, story))
        entries = store.get_edit_log()
        assert answer.status_code in (303, 403, 404, 409, 422), (do, answer.status_code)
        if answer.status_code == 303:
            self.done += 1
            assert len(entries) == before + 1
            assert entries[-1].who == who
            assert answer.headers["location"].endswith(f"done={entries[-1].edit}")
            self.look(who, story)
        else:
            assert len(entries) == before, "a refusal changes nothing"
            if do in ("headline", "line") and answer.status_code == 409:
                assert f'value="{word}"' in answer.text or f">{word}<" in answer.text, "nothing typed is lost"

    def chosen(self, do, story):
        """Return what a form of a story that is about several of them chooses: its last article, or the next story."""
        found = self.newsroom.store.get_stories([story]).get(story)
        if do in ("lead", "split") and found and found.members:
            return {"article": found.members[-1].article}
        return {"with": STORIES[(STORIES.index(story) + 1) % len(STORIES)]} if do == "merge" else {}

    def carry_out(self):
        """Merge and split what waits, as a round does."""
        working = ingest.Ingest(self.newsroom)
        working.apply_edits()
        working.snapshot()

    def settle(self):
        """Check that the log verifies, and that both see the same truth."""
        assert log.verify(self.newsroom) == []
        assert set(self.told()) == self.articles, "no article is lost"
        for path in ("/desk/log/", "/desk/?band=everything", "/desk/published/"):
            pages = [_plain(editor.get(path).text, self.editors) for editor in self.editors.values()]
            assert pages[0] == pages[1], path

    def take_all_back(self):
        """Take back every decision in force, the last one first; return why some could not be."""
        left = []
        self.carry_out()
        edits = self.newsroom.store.get_edits()
        undone = {edit.undoes for edit in edits if edit.done}
        for edit in reversed(edits):
            if edit.number in undone or edit.undoes or edit.trouble:
                continue
            try:
                undo = verbs.take_back(self.newsroom, edit.number, who="Both")
                self.carry_out()
                if trouble := self.newsroom.store.get_edit(undo.number).trouble:
                    left.append(f"{edit.kind} {edit.number}: {say(trouble)}")
            except errors.EditError as why:
                left.append(str(why))
        return left

    def told(self):
        """Return the story of each article, as its story has it too."""
        stories = self.newsroom.store.get_stories(STORIES)
        known = {one.article for story in stories.values() for one in story.members} | getattr(self, "articles", set())
        homes = self.newsroom.store.story_ids_of(known)
        found = self.newsroom.store.get_stories(set(homes.values()))
        for name, home in homes.items():
            assert found[home].id == home, "a story that has articles stands for itself"
            hidden = name not in {one.article for one in found[home].members}
            assert not hidden or self.newsroom.store.get_overrides([name])[name].hidden
        return homes


def _plain(page, names):
    """Return a page without what is of one person: the form tokens, and the name above it."""
    page = re.sub(r'name="token" value="[^"]*"', "", page)
    return re.sub(rf"<span>(?:{'|'.join(names)}), [^<]*</span>", "", page)

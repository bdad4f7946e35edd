"""Two editors at one desk: random decisions, some of them on pages that are out of date, and what must hold after each."""

import re

from coranto import errors
from coranto.edit import log, verbs
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
    "undo",
    "undo",
    "undo",
    "look",
)


class Desk:
    """A newsroom with two editors, each with what their page says of every story."""

    def __init__(self, newsroom, editors):
        self.newsroom, self.editors = newsroom, editors
        self.seen = {name: {} for name in editors}
        self.done = 0
        for name in editors:
            for story in STORIES:
                self.look(name, story)

    def look(self, who, story):
        found = self.newsroom.store.get_stories([story]).get(story)
        self.seen[who][story] = says.version(self.newsroom, found) if found and found.members else 0

    def act(self, who, story, do, word):
        """Carry out one action, and check that exactly what was answered has happened."""
        store, before = self.newsroom.store, len(self.newsroom.store.get_edits())
        if do == "look":
            self.look(who, story)
            return
        if do == "undo":
            edits = store.get_edits()
            undone = {edit.undoes for edit in edits}
            mine = [one.number for one in edits if one.who == who and not one.undoes and one.number not in undone]
            answer = self.editors[who].post("/desk/undo/", number=str(mine[-1] if mine else 999))
        else:
            answer = self.editors[who].post(
                "/desk/decide/", do=do, story=story, version=str(self.seen[who][story]), why=word, title=word, line=word,
                topic="AI",
            )  # fmt: skip
        edits = store.get_edits()
        assert answer.status_code in (303, 403, 404, 409, 422), (do, answer.status_code)
        if answer.status_code == 303:
            self.done += 1
            assert len(edits) == before + 1
            assert edits[-1].who == who
            assert answer.headers["location"].endswith(f"done={edits[-1].number}")
            self.look(who, story)
        else:
            assert len(edits) == before, "a refusal changes nothing"
            if do in ("headline", "line") and answer.status_code == 409:
                assert f'value="{word}"' in answer.text or f">{word}<" in answer.text, "nothing typed is lost"

    def settle(self):
        """Check that the log verifies, and that both see the same truth."""
        assert log.verify(self.newsroom) == []
        for path in ("/desk/log/", "/desk/?band=everything", "/desk/published/"):
            pages = [_plain(editor.get(path).text, self.editors) for editor in self.editors.values()]
            assert pages[0] == pages[1], path

    def take_all_back(self):
        """Take back every decision in force, the last one first; return why some could not be."""
        left = []
        edits = self.newsroom.store.get_edits()
        undone = {edit.undoes for edit in edits}
        for edit in reversed(edits):
            if edit.number in undone or edit.undoes:
                continue
            try:
                verbs.take_back(self.newsroom, edit.number, who="Both")
            except errors.EditError as why:
                left.append(str(why))
        return left


def _plain(page, names):
    """Return a page without what is of one person: the form tokens, and the name above it."""
    page = re.sub(r'name="token" value="[^"]*"', "", page)
    return re.sub(rf"<span>(?:{'|'.join(names)}), [^<]*</span>", "", page)

"""Link the stories that tell the same in different languages: once a round, for the stories that changed."""

import time
from collections.abc import Iterable

import structlog

from coranto.language.stem import primary
from coranto.model.article import Article
from coranto.newsroom import Newsroom
from coranto.store import change_log
from coranto.story.across import WINDOW, Across
from coranto.story.telling import Telling, language_of

log = structlog.get_logger("coranto")

_KEY = "also_told.change"  # number of the last change that links know
_MOST = 5_000  # stories that are compared
_STORY = change_log.story("")
_SLOW = 5.0  # seconds after which a round's links are worth a line in the log


class LinkLanguages:
    """Keeps the stories of the last days in memory between the rounds of a run.

    Links are a function of these stories, and what changed since is in the store's change log: a run that is killed
    goes on where it stopped.

    Parameters
    ----------
    newsroom : Newsroom
        The newsroom.

    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._across = Across(newsroom.word_pairs)
        self._loaded = False

    def update(self) -> bool:
        """Compare the stories that changed since the last time with those of other languages, and save their links.

        Returns
        -------
        bool
            Whether a link changed.

        """
        started, store = time.monotonic(), self._newsroom.store
        position = store.get_value(_KEY)
        number, keys = store.read_changes(int(position or b"0"))
        changed = {key.removeprefix(_STORY) for key in keys if key.startswith(_STORY)}
        if not changed:
            return False
        recent = set(store.recent_story_ids(self._newsroom.now() - 2 * WINDOW, _MOST))
        self._take(recent & changed if self._loaded else recent)
        self._loaded = True
        for story in self._across.stories() - recent:
            self._across.remove(story)
        ended = self._ended(changed - recent) if position else set[str]()
        asked = store.also_told_from(changed) & self._across.stories()
        for story in changed & self._across.stories():
            asked |= {story, *self._across.finding(story)}
        links = [link for story in sorted(asked) for link in self._across.find(story)]
        gone = ended | (changed & recent)  # a story of the last days without any visible article has no links
        with store.transaction(writes=True):
            saved = store.save_also_told(asked | gone, links)
            store.put_value(_KEY, str(number).encode())
        if (seconds := time.monotonic() - started) > _SLOW:
            log.info("languages linked", stories=len(asked), of=len(recent), seconds=round(seconds, 1))
        return saved

    def _ended(self, stories: set[str]) -> set[str]:
        """Return which stories were merged into another one, or have no visible article left."""
        found = self._newsroom.store.get_stories(stories)
        return {one for one in stories if one not in found or found[one].id != one or not found[one].members}

    def _take(self, stories: Iterable[str]) -> None:
        """Bring stories up to date; one without visible articles or without a language is left out."""
        found = self._newsroom.store.get_stories(stories)
        articles = self._newsroom.store.get_articles({one.article for story in found.values() for one in story.members})
        for name, story in found.items():
            members = [articles[one.article] for one in story.members if one.article in articles]
            if name == story.id and (told := _telling(story.id, members)):
                self._across.put(told)
            else:
                self._across.remove(name)


def _telling(story: str, members: list[Article]) -> Telling | None:
    """Return a story as it is compared, in the language of most of its articles."""
    language = language_of([code for one in members if (code := primary(one.language))])
    if not language:
        return None
    return Telling(
        story=story,
        language=language,
        newest=max(one.published for one in members),
        articles=tuple((one.title, one.excerpt) for one in members),
    )

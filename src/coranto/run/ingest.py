"""Ingest: group an article into a story, and save everything that changes with it in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec
import structlog

from coranto.decide import impact, override
from coranto.dedupe import near
from coranto.edit import verbs
from coranto.i18n.wording import say
from coranto.model.article import Article
from coranto.model.change import ArticleChange
from coranto.model.edit import Edit
from coranto.model.story import Member, Story
from coranto.newsroom import Newsroom
from coranto.run import sourcing
from coranto.run.filler import Filler
from coranto.run.pace import Pace
from coranto.run.replica import Replica
from coranto.run.reprint_index import Match, ReprintIndex
from coranto.score import quality
from coranto.story import apply_placement
from coranto.story.citing import Names
from coranto.story.placement import Item
from coranto.story.reword import reword

log = structlog.get_logger("coranto")

_IMPORTED = 1_000  # imported records grouped in a transaction


class Ingest:
    """Adds articles during one run, with a clusterer that is up to date with the store's last arrival.

    ``names`` are the outlets' names that citations are looked for by, ``pace`` counts their articles.

    ``replica`` is up to date with the store; without one, the clusterer is loaded.

    The store is the source of truth. The clusterer's state is a snapshot in the store plus all that was done since,
    repeated in order: it is deterministic, so it is then exactly as it was when the last run ended or was killed.
    """

    def __init__(self, newsroom: Newsroom, names: Names | None = None, replica: Replica | None = None) -> None:
        self._newsroom = newsroom
        self._replica = replica or Replica(newsroom)
        self._clusterer = self._replica.clusterer
        self._reprints = ReprintIndex(newsroom.store)
        self._filler = Filler(newsroom.store)
        self.pace = Pace(newsroom)
        self.names = names or sourcing.known(newsroom.store.get_sources(), newsroom.settings)

    def is_current(self) -> bool:
        """Whether all edits of stories so far were carried out by this one, none by another program."""
        return self._replica.is_current()

    def open_stories(self) -> set[str]:
        """Return the ids of the stories that an article may still join."""
        return self._clusterer.stories()

    def add(self, article: Article, entry: int | None, *, keep: bool = False, reprints: bool = True) -> str | None:
        """Place a judged article, save it with all its changes, and return the id of its story.

        Return None for a reprint, which is saved with the article that it repeats; without ``reprints`` every article
        counts as one of its own. ``keep`` leaves the pending entry in place, so that its page is fetched again.
        """
        article = self._without_filler(article)
        sketch = near.sketch(article.text)
        with self._newsroom.store.transaction(writes=True):
            if reprints and (other := self._reprints.find(article, sketch)):
                self._add_reprint(article, other, entry, sketch)
                return None
            story = self._add(article, None if keep else entry, sketch)
        self._reprints.add(article.id, sketch)
        self._replica.since += 1
        if self._replica.is_due():
            self.snapshot()
        return story

    def group_imported(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Group the imported records that are in no story yet, oldest first; return how many.

        Their records stay as they are; those of articles that join them list them.
        """
        store, count = self._newsroom.store, 0
        while not stop() and (names := store.ungrouped_import_ids(_IMPORTED)):
            articles, texts, overrides = store.get_articles(names), store.get_texts(names), store.get_overrides(names)
            # The state is saved with them: nothing places them again, since their numbers are below the last arrival's.
            with store.transaction(writes=True):
                for name in names:
                    found = override.as_found(articles[name], overrides.get(name))
                    article = msgspec.structs.replace(articles[name], text=texts.get(name, ""))
                    self._add(article, None, None, imported_as=found)
                self._replica.since += len(names)
                self.snapshot(whole=True)
            count += len(names)
        return count

    def apply_edits(self) -> list[Edit]:
        """Apply the pending edits of stories; return them with their results."""
        done, replica = [], self._replica
        for edit in self._newsroom.store.get_edits(replica.edit):
            if edit.arrival is None:
                with self._newsroom.store.transaction(writes=True):
                    waiting = self._newsroom.store.get_edit(edit.number)
                    if waiting is not None and waiting.arrival is None:  # it was not taken back meanwhile
                        done.append(verbs.carry_out(self._newsroom, self._clusterer, edit, replica.latest()))
                replica.since += 1
            replica.edit = edit.number
        return done

    def _add(
        self, article: Article, entry: int | None, sketch: bytes | None, *, imported_as: Article | None = None
    ) -> str:
        """Place and save an article; an imported record by the words that it came with, and without queueing it."""
        store = self._newsroom.store
        placement = self._clusterer.place(apply_placement.item(imported_as or article))
        before = store.get_stories(apply_placement.touched(article.id, placement, store.story_ids_of([article.id])))
        after = apply_placement.apply_placement(article.id, placement, before)
        ids = {member.article for story in after.values() for member in story.members}
        articles = store.get_articles(ids - {article.id})
        article = self._compared(article, sketch, after[placement.story], articles)
        articles[article.id] = article
        change = ArticleChange(entry=entry, article=article, merged=placement.merged, sketch=sketch)
        self._save(change, before, after, articles, kept={article.id} if imported_as else set())
        return placement.story

    def _save(
        self,
        change: ArticleChange,
        before: Mapping[str, Story],
        after: Mapping[str, Story],
        articles: Mapping[str, Article],
        kept: AbstractSet[str] = frozenset(),
    ) -> None:
        """Save an article with what its stories become; ``articles`` are their members, itself among them.

        The records of ``kept`` are not built again.
        """
        store, settings, article = self._newsroom.store, self._newsroom.settings, change.article
        chosen = impact.chosen_leads(store, articles)
        standings = tuple(
            impact.lead_and_heat(story, articles, settings, chosen) for story in after.values() if story.members
        )
        leads = {one.story: one.lead for one in standings}
        affected = impact.affected_articles(article, after.values(), articles, settings, chosen, leads)
        store.save_article(
            msgspec.structs.replace(
                change,
                members=tuple(_new_members(before, after)),
                near=tuple((s.id, n) for s in after.values() for n in s.near if n.article == article.id),
                standings=standings,
                dirty=tuple(sorted(affected - kept)),
            )
        )

    def _regroup(self, words: Item, sketch: bytes | None) -> None:
        """Compare an article that stands alone in its story again by the words that it has now."""
        store, name = self._newsroom.store, words.id
        if pair := reword(self._clusterer, words):
            before = store.get_stories(pair)
            after = apply_placement.apply_merge(*(before[story] for story in pair))
            articles = store.get_articles({member.article for story in after.values() for member in story.members})
            whole = msgspec.structs.replace(articles[name], text=store.get_text(name))
            self._save(ArticleChange(article=whole, merged=(pair,), sketch=sketch), before, after, articles)

    def _add_reprint(self, article: Article, other: Match, entry: int | None, sketch: bytes | None) -> None:
        """Save an article as a reprint of another one; if it is the original, it replaces the other one."""
        store, old = self._newsroom.store, other.article
        if article.url == old.web_url:
            if entry is not None:
                store.resolve_entry(entry, old.id)
            return
        if not self._reprints.takes_over(article, old):
            store.add_reprint(entry, old.id, other.reprint(article))
            return
        new = msgspec.structs.replace(article, id=old.id, url=old.url, seen=min(old.seen, article.seen))
        store.add_reprint(entry, old.id, other.reprint(old))
        self._change_words(old, new, sketch, again=True)  # the copy's headline and excerpt may have been about anything
        self._reprints.add(old.id, sketch)

    def update(self, old: Article, article: Article, entry: int, *, own: bool = False) -> None:
        """Replace an article made from its feed entry with the one from its page; alone in its story, it may join one.

        ``own``: the outlet's own feed lists what another feed listed first; its entry is the source from now on.
        """
        article = self._without_filler(article)
        store = self._newsroom.store
        source = article.source if own else old.source
        new = msgspec.structs.replace(article, id=old.id, url=old.url, seen=old.seen, source=source)
        sketch = near.sketch(new.text)
        with store.transaction(writes=True):
            self._change_words(old, new, sketch, entry, again=True)
        self._reprints.add(old.id, sketch)

    def apply_override(self, name: str) -> None:
        """Apply what the store has of editors' decisions about an article to it."""
        store = self._newsroom.store
        old, text = store.get_articles([name])[name], store.get_text(name)
        with store.transaction(writes=True):
            self._replace(old, msgspec.structs.replace(old, text=text), near.sketch(text))

    def revise(self, old: Article, new: Article) -> None:
        """Replace an article that its outlet changed; its story does not change."""
        sketch = near.sketch(new.text)
        with self._newsroom.store.transaction(writes=True):
            self._change_words(old, new, sketch)
        self._reprints.add(old.id, sketch)

    def reset_canonical(self, old: Article) -> None:
        """Link an article to where it was found: another article's page names the same canonical address."""
        if old.web_url == old.original_url:
            return
        store = self._newsroom.store
        found = override.as_found(old, store.get_overrides([old.id]).get(old.id))
        because = found.provenance | {"canonical": "not believed, the page of another article names it, too"}
        text = store.get_text(old.id)
        new = msgspec.structs.replace(found, web_url=old.original_url, text=text, provenance=because)
        with store.transaction(writes=True):
            self._replace(old, new, near.sketch(text))

    def _change_words(
        self, old: Article, new: Article, sketch: bytes | None, entry: int | None = None, *, again: bool = False
    ) -> None:
        """Replace an article by one with other words; ``again``: alone in its story, it is compared again by them."""
        before = override.as_found(old, self._newsroom.store.get_overrides([old.id]).get(old.id))
        words = apply_placement.item(new)
        self._replica.add_change(apply_placement.item(before), words, again=again)
        self._replace(old, new, sketch, entry)
        if again:
            self._regroup(words, sketch)

    def _replace(self, old: Article, new: Article, sketch: bytes | None, entry: int | None = None) -> None:
        """Replace an article; an editor's override of it stays."""
        store, settings = self._newsroom.store, self._newsroom.settings
        home = store.story_ids_of([old.id]).get(old.id)
        if story := store.get_stories([home]).get(home) if home else None:
            new = self._compared(new, sketch, story, store.get_articles(member.article for member in story.members))
        if overrides := store.get_overrides([old.id]).get(old.id):
            new, overrides = override.apply(new, overrides, settings, self._newsroom.signals)
            store.save_override(overrides)
        change = impact.article_change(store, settings, old, new)
        store.save_article(msgspec.structs.replace(change, entry=entry, sketch=sketch))

    def _compared(
        self, article: Article, sketch: bytes | None, story: Story, articles: Mapping[str, Article]
    ) -> Article:
        """Return an article with the members of its story whose text it has; its quality counts what that changes."""
        if sketch is None:
            return article
        others = [articles[one.article] for one in story.members if one.article in articles]
        others = [one for one in others if one.provider.domain != article.provider.domain]  # an outlet copies others
        found = sourcing.compared(article, sketch, others, self._newsroom.store.get_sketches(one.id for one in others))
        if found.own_report == article.own_report:
            return found
        points, parts = quality.judge(found, self._newsroom.settings, 0, self._newsroom.signals)
        return msgspec.structs.replace(found, quality=points, parts=parts)

    def snapshot(self, *, worth: bool = False, whole: bool = False) -> None:
        """Save the clusterer, so that the next run need not place these articles again.

        ``worth``: only if that takes less time than placing them again. ``whole``: others begin from it, even if
        nothing was done since the last one.
        """
        if whole or (self._replica.since and (not worth or self._replica.is_due(worth=True))):
            self._replica.save(whole=whole)
            self._filler.save()

    def _without_filler(self, article: Article) -> Article:
        language = self._clusterer.language(apply_placement.item(article))
        return self._filler.clean(article, lambda title: self._clusterer.about(title, language))


def _new_members(before: Mapping[str, Story], after: Mapping[str, Story]) -> Iterator[tuple[str, Member]]:
    for story in after.values():
        old = {member.article for member in before[story.id].members} if story.id in before else set()
        for member in story.members:
            if member.article not in old:
                yield story.id, member


def log_edits(edits: Iterable[Edit]) -> None:
    """Log edits that were carried out, each with what became of it."""
    for edit in edits:
        log.info("edit", number=edit.number, kind=edit.kind, made=edit.made, trouble=say(edit.trouble or ""))

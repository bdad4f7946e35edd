"""Every verb: what it changes, that undoing, redoing and undoing it again bring back the same bytes, and its refusals."""

import pytest

from coranto import errors
from coranto.decide import explain
from coranto.edit import log, verbs
from coranto.i18n.wording import say

EDITS = {
    "merge the other way": ("merge", lambda ids: {"one": ids[4], "other": ids[0]}),
    "split one": ("split", lambda ids: {"articles": [ids[2]]}),
    "split the lead": ("split", lambda ids: {"articles": [ids[1]]}),
    "move the lead": ("move", lambda ids: {"article": ids[3], "story": ids[5]}),
    "hide one": ("hide", lambda ids: {"article": ids[0]}),
    "hide the lead": ("hide", lambda ids: {"article": ids[1]}),
    "hide a whole story": ("hide", lambda ids: {"article": ids[5]}),
    "boost downwards": ("boost", lambda ids: {"article": ids[1], "points": -30}),
    "topics removed": ("topics", lambda ids: {"article": ids[1], "remove": ["Sea"]}),
    "topics set": ("topics", lambda ids: {"article": ids[1], "set": ["Law"]}),
}


def changed(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_its_undo_leave_the_same_bytes(site, name):
    verb, said = EDITS[name]
    before = site.tree()
    edit = site.say(verb, **said(site.ids), why="a test")
    assert not edit.trouble
    edited = site.tree()
    assert changed(before, edited), "it changes something"
    undo = site.undo(edit.number)
    assert changed(before, site.tree()) == []
    redo = site.undo(undo.number)
    assert not redo.trouble
    if not redo.of_stories:
        assert changed(edited, site.tree()) == []
    again = site.undo(redo.number)
    assert not again.trouble
    assert changed(before, site.tree()) == []
    assert log.verify(site.newsroom) == []
    assert [one.undoes for one in site.store.get_edits()] == [0, 1, 2, 3]


def account(site, article):
    return explain.explain(site.store, article, site.clock())


def record(site, article):
    return site.store.get_records([article])[article].record


def reasons(site, article):
    return {one.code: one.params for one in account(site, article).edits}


def test_a_headline_is_shown_everywhere_and_the_outlets_own_is_kept(site):
    lead, other = site.ids[1], site.ids[0]
    quality, topics = record(site, lead).quality, record(site, lead).topics
    site.say("headline", article=lead, text="Skagen: all are\nsafe", why="shorter")
    assert record(site, lead).title == "Skagen: all are safe"
    assert (record(site, lead).quality, record(site, lead).topics) == (quality, topics), "judged by the outlet's"
    assert record(site, other).related[0].title == "Skagen: all are safe"
    assert site.search("all are safe") == [lead]
    told = account(site, lead)
    assert told.article.provenance["title"] == "editor"
    said = reasons(site, lead)["edit.headline"]
    assert (said["original"], said["why"], said["edit"]) == (
        "212 passengers evacuated after ferry runs aground near Skagen", "shorter", 1)  # fmt: skip
    assert "ada" not in str(said), "who decided is nobody's business but the log's"
    site.say("headline", article=lead, text="")
    assert record(site, lead).title.startswith("212 passengers")


def test_a_hidden_article_is_gone_and_its_story_is_led_by_another(site):
    lead = site.ids[1]
    path = site.store.get_records([lead])[lead].path
    home = site.store.story_ids_of([lead])[lead]
    edit = verbs.say(site.newsroom, "hide", {"article": lead}, why="its outlet asked for it")
    assert lead not in site.store.published_ids(), "at once, before the outbox is emptied"
    site.publish()
    tree = site.tree()
    assert path.rpartition("/")[2] not in tree
    for name, body in tree.items():
        assert lead.encode() not in body, name
        assert b"evacuated" not in body, name
    story = site.store.get_stories([home])[home]
    assert lead not in {one.article for one in story.members}
    assert story.lead != lead
    assert record(site, story.lead).published
    assert site.search("evacuated") == []
    assert reasons(site, lead)["edit.hidden"]["why"] == "its outlet asked for it"
    with pytest.raises(errors.EditError, match="it is hidden; take that back first: `coranto edit undo 1`"):
        site.say("boost", article=lead, points=1)
    with pytest.raises(errors.StoryError, match="it is hidden"):
        site.say("split", articles=[lead])
    site.undo(edit.number)
    assert site.search("evacuated") == [lead]


def test_a_newcomer_joins_a_story_of_which_all_is_hidden_and_leads_it(site, make):
    (only,) = site.ids[5:]
    home = site.store.story_ids_of([only])[only]
    site.say("hide", article=only)
    new = make("Court stops sale of Halden’s last cinema, owner appeals", "late.example", "2026-03-02T11:30:00Z",
               url="https://late.example/1", language="en", text="Late.")  # fmt: skip
    assert site.add(new) == home
    assert site.store.get_stories([home])[home].lead == new.id


def test_publish_holds_whatever_the_rules_say(site):
    one = site.ids[0]
    assert not record(site, one).published
    site.say("publish", article=one)
    assert record(site, one).published
    assert account(site, one).rule == "editor"
    site.say("boost", article=one, points=-50)
    assert record(site, one).published
    site.say("publish", article=one, off=True)
    assert not record(site, one).published


def test_a_pinned_story_stands_first_until_it_is_unpinned(site):
    def front():
        page = site.tree()["index.html"].decode()
        return sorted((one for one in set(site.store.story_ids_of(site.ids).values()) if one in page), key=page.find)

    first, *_, last = front()
    edit = site.say("pin", article=last)
    assert front()[0] == last
    assert b"<i>pinned</i>" in site.tree()["index.html"]
    site.say("pin", article=first)
    assert front()[:2] == [first, last], "the latest pin comes first"
    site.say("pin", article=first, off=True)
    site.undo(edit.number)
    assert front()[0] == first
    site.say("boost", article=site.ids[5], points=-1000)
    with pytest.raises(errors.EditError, match="not published, so there is nothing to pin"):
        site.say("pin", article=site.ids[5])


def test_the_chosen_lead_leads_also_when_a_better_one_arrives(site, make):
    one = site.ids[2]
    home = site.store.story_ids_of([one])[one]
    site.say("lead", article=one)
    assert site.store.get_stories([home])[home].lead == one
    assert say(account(site, site.ids[1]).decision).endswith("leads this story (an editor chose it).")
    better = make("Ferry aground off Skagen: 212 passengers safe after ferry runs aground, harbour closed", "late.example",
                  "2026-03-02T11:30:00Z", url="https://late.example/1", language="en", text="Late.")  # fmt: skip
    assert site.add(better) == home
    assert site.store.get_stories([home])[home].lead == one
    site.say("lead", article=one, off=True)
    assert site.store.get_stories([home])[home].lead != one


def test_topics_bring_their_parents_and_their_points(site):
    one = site.ids[5]
    before = record(site, one)
    site.say("topics", article=one, add=["danger"])
    after = record(site, one)
    assert after.topics == (*before.topics, "Danger at Sea", "Sea")
    assert after.quality == before.quality + 4, "two points for each, as the contract says"
    site.say("topics", article=one, remove=["Law"], add=["sea"])
    assert record(site, one).topics == ("Danger at Sea", "Sea")
    assert reasons(site, one)["edit.topics"]["original"] == ["Law"]
    assert [row.article for row in site.store.published_records(topic="Sea")].count(one) == record(site, one).published
    site.say("topics", article=one, off=True)
    assert record(site, one) == before


def test_a_moved_article_stays_where_it_was_moved(site, make):
    one = site.ids[2]
    goal = site.store.story_ids_of([site.ids[3]])[site.ids[3]]
    edit = site.say("move", article=one, story=goal, why="another matter")
    assert site.store.story_ids_of([one])[one] == edit.made == goal
    later = make("Skagen ferry aground: captain questioned by police again", "late.example", "2026-03-02T11:30:00Z",
                 url="https://late.example/1", language="en", text="Late.")  # fmt: skip
    site.add(later)
    assert site.store.story_ids_of([one])[one] == goal
    told = say(explain.deed(account(site, one).story_edits[0]))
    assert f"one article was moved from {edit.story} to {goal} (another matter)" in told


@pytest.mark.parametrize(
    ("verb", "said", "words"),
    [
        ("headline", {"article": "nobody", "text": "x"}, "nobody: no article has this address"),
        ("headline", {"article": 1, "text": "x" * 9999}, "it has 9,999 letters"),
        ("headline", {"article": 1, "text": "a\x07b"}, "letters that cannot be shown"),
        ("headline", {"article": 1, "text": ""}, "it is so already"),
        ("boost", {"article": 1, "points": 0}, "it is so already"),
        ("boost", {"article": 1, "points": 10**9}, "a boost is a whole number from"),
        ("publish", {"article": 1, "off": True}, "it is so already"),
        ("pin", {"article": 1, "off": True}, "it is so already"),
        ("lead", {"article": 5}, "it is the only article of"),
        ("topics", {"article": 1}, "say which topics"),
        ("topics", {"article": 1, "add": ["see"]}, "no topic has this name or id; did you mean `sea`"),
        ("move", {"article": 5, "story": 0}, "make the two one: `coranto edit merge"),
        ("move", {"article": 0, "story": 1}, "it is in s.* already"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(site, verb, said, words):
    before = site.tree()
    named = {name: site.ids[one] if name in ("article", "story") and isinstance(one, int) else one for name, one in said.items()}  # fmt: skip
    with pytest.raises(errors.EditError, match=words):
        site.say(verb, **named)
    assert site.store.get_edits() == []
    assert site.store.get_edit_log() == []
    assert changed(before, site.tree()) == []


def test_what_was_changed_since_is_taken_back_in_order(site):
    one = site.ids[1]
    site.say("headline", article=one, text="First")
    site.say("headline", article=one, text="Second")
    with pytest.raises(
        errors.EditError, match="edit 1: it was changed since; take that back first: `coranto edit undo 2`"
    ):
        site.undo(1)
    site.undo(2)
    assert record(site, one).title == "First"
    with pytest.raises(errors.EditError, match="edit 2: edit 3 took it back; `coranto edit undo 3` brings it back"):
        site.undo(2)
    site.undo(1)
    with pytest.raises(errors.EditError, match="edit 9: there is none of this number, they go from 1 to 4"):
        site.undo(9)

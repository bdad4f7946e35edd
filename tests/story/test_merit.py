"""Which member tells a story best to the newsroom's readers."""

import msgspec
import pytest

from coranto.decide import impact, leading
from coranto.model.article import TopicMatch
from coranto.model.settings import Settings
from coranto.model.story import Member, Story

SUBJECT, CLASSIC = Settings(profile="subject"), Settings()
ON = (TopicMatch(id="t", name="T", because="", evidence=2.0),)


@pytest.fixture
def member(make):
    def one(title, outlet, quality=20, **facts):
        facts = {"language": "en", "topics": ON} | facts
        return msgspec.structs.replace(make(title, outlet, quality=quality), **facts)

    return one


def test_what_is_on_the_subject_leads_before_what_is_better_made_and_off_it(member):
    on, off = member("Ferry aground off the cape", "a.example", 5), member("Ferry", "b.example", 60, topics=())
    assert leading.choose([on, off], SUBJECT) == on.id
    assert leading.choose([on, off], CLASSIC) == off.id


def test_an_own_report_leads_before_a_copy(member):
    own = member("Ferry aground off the cape", "a.example", own_report=True)
    copy = member("Ferry aground off the cape", "b.example", 24, same_text=(own.id,))
    copy = msgspec.structs.replace(copy, seen=own.seen.replace(hour=23))
    assert leading.choose([copy, own], SUBJECT) == own.id


def test_of_equals_the_one_that_says_what_the_others_say_leads(member):
    far = member("A day at sea that nobody will forget", "a.example", 21)
    near = member("Ferry runs aground off the cape, all passengers safe", "b.example")
    others = [member("Passengers safe: ferry runs aground off cape", "c.example", 15)]
    assert leading.choose([far, near, *others], SUBJECT) == near.id


def test_the_centre_is_what_the_members_on_the_subject_say(member):
    wide = [member(f"Talks on tariffs and steel go on, day {n}", f"w{n}.example", 2, topics=()) for n in range(6)]
    aside = member("Talks on tariffs and steel go on, and a ferry ran aground", "a.example", 21)
    ferry = member("Ferry aground off the cape, passengers safe", "b.example")
    other = member("Passengers safe after ferry ran aground off the cape", "c.example")
    assert leading.choose([*wide, aside, ferry, other], SUBJECT) in (ferry.id, other.id)


def test_an_editors_choice_wins(member):
    best, chosen = member("Ferry aground", "a.example", 60), member("Ferry", "b.example", 1)
    story = Story(id="s", lead=best.id, members=(Member(article=best.id), Member(article=chosen.id)))
    articles = {best.id: best, chosen.id: chosen}
    assert impact.lead_and_heat(story, articles, SUBJECT, {chosen.id: 3}).lead == chosen.id
    assert impact.lead_and_heat(story, articles, SUBJECT).lead == best.id

"""Which stories an issue tells."""

from hypothesis import given
from hypothesis import strategies as st
from telling import issue, story

from coranto.letter import compose


def names(stories):
    return [one.title for one in stories]


def choose(candidates, earlier=(), heirs=None, fresh=None, most=12, updates=3):
    return compose.compose(candidates, earlier, heirs or {}, fresh, most, updates)


def test_the_hottest_come_first_and_the_rest_is_passed_over():
    found = choose([story("C", heat=70), story("A", heat=90), story("B", heat=80)], most=2)
    assert names(found.stories) == ["A", "B"]
    assert found.passed == ("c",)


def test_what_was_told_or_passed_over_is_not_told_again():
    before = issue(story("A"), passed=("b",))
    found = choose([story("A"), story("B"), story("C")], [before])
    assert names(found.stories) == ["C"]


def test_what_an_older_issue_told_stays_told():
    assert not choose([story("A")], [issue(story("Z")), issue(story("A"))]).stories


def test_a_told_story_that_was_merged_into_another_is_told():
    assert not choose([story("A", name="whole")], [issue(story("A", name="half"))], {"half": "whole"}).stories


def test_a_split_off_story_led_by_a_told_article_is_told():
    assert not choose([story("A", name="new", article="a-a")], [issue(story("A"))]).stories


def test_a_list_s_first_issue_has_only_what_is_new():
    found = choose([story("A"), story("B")], fresh=["b"])
    assert names(found.stories) == ["B"]
    assert found.passed == ("a",)
    assert names(choose([story("A"), story("C")], [issue(*found.stories, passed=found.passed)]).stories) == ["C"]


def test_a_told_story_comes_again_as_an_update_when_two_more_outlets_tell_it():
    told = issue(story("A"))
    for domains, again in ((("wire.example", "b.example"), []), (("b.example", "c.example"), ["A"])):
        found = choose([story("A", domains=domains)], [told])
        assert names(found.stories) == again
        assert all(one.update for one in found.stories)
    further = issue(*choose([story("A", domains=("b.example", "c.example"))], [told]).stories)
    assert not choose([story("A", domains=("b.example", "c.example"))], [further, told]).stories


def test_a_passed_over_story_is_no_update():
    assert not choose([story("A", domains=("b.example", "c.example"))], [issue(story("Z"), passed=("a",))]).stories


def test_sections_stand_in_the_order_of_their_hottest_story():
    stories = [story("A", topic="Law"), story("B", topic=""), story("C", topic="Law")]
    assert [(topic, names(found)) for topic, found in compose.sections(stories)] == [("Law", ["A", "C"]), ("", ["B"])]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 200)), max_size=20), max_size=6), st.integers(1, 5)
)
def test_over_many_issues_every_story_is_told_or_passed_over_once(days, most):
    """Whatever is published, no story is lost between issues and none is told twice as new."""
    earlier = []
    for day in days:
        known = {name: story(f"S{name}", heat=heat) for name, heat in day}
        found = choose(known.values(), earlier, most=most)
        new = [one.story for one in found.stories if not one.update]
        settled = {one.story for old in earlier for one in old.stories} | {
            name for old in earlier for name in old.passed
        }
        assert len(new) <= most
        assert not settled & set(new)
        assert {one.story for one in known.values()} <= settled | set(new) | set(found.passed)
        earlier.insert(0, issue(*found.stories, passed=found.passed))

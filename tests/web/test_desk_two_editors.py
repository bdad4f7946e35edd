"""Two editors decide at the same time: nothing is lost, the log verifies, and both see the truth."""

import tempfile
from pathlib import Path

from desk_browser import Browser, person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from two_editors import DOES, STORIES, Desk

from coranto.web import app

ACTION = st.tuples(
    st.sampled_from(["Marta", "John"]),
    st.sampled_from(STORIES),
    st.sampled_from(DOES),
    st.sampled_from(["One", "Two", ""]),
)


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTION, min_size=6, max_size=12))
def test_random_decisions_of_two_editors(open_in, actions):
    import seeding

    with tempfile.TemporaryDirectory() as folder:
        newsroom = open_in(Path(folder))
        seeding.stories(newsroom, 3)
        application = app.make(newsroom)
        desk = Desk(
            newsroom,
            {name: Browser(application, newsroom, person(newsroom, "editor", name)) for name in ("Marta", "John")},
        )
        for action in actions:
            desk.act(*action)
        desk.settle()
        assert desk.take_all_back() == []
        desk.settle()
        newsroom.store.close()

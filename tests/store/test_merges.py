"""Any sequence of arrivals, moves and merges against a model of a few dictionaries."""

from hypothesis import given, settings
from hypothesis import strategies as st
from making import filing, ident, member, neighbour

from coranto.model.change import LeadAndHeat
from coranto.store import open_store

STORIES = [f"s{n}" for n in range(6)]
story = st.sampled_from(STORIES)
arrival = st.fixed_dictionaries(
    {
        "story": story,
        "moves": st.lists(st.tuples(st.integers(0, 30), story), max_size=2, unique_by=lambda move: move[0]),
        "merged": st.lists(st.tuples(story, story), max_size=2),
        "near": st.lists(story, max_size=2, unique=True),
        "twice": st.booleans(),
    }
)


class Model:
    def __init__(self):
        self.heirs, self.homes, self.near = {}, {}, {}

    def stands(self, name):
        while name in self.heirs:
            name = self.heirs[name]
        return name

    def end(self, old, into):
        old, into = self.stands(old), self.stands(into)
        if old == into:
            return
        self.heirs[old] = into
        self.homes = {article: into if home == old else home for article, home in self.homes.items()}
        for article, score in self.near.pop(old, {}).items():
            self.near.setdefault(into, {}).setdefault(article, score)

    def file(self, article, members, near, merged):
        left = {}
        for name, one in members:
            new, old = self.stands(name), self.homes.get(one.article)
            if old not in (None, new):
                left[old] = new
            self.homes[one.article] = new
        for name, one in near:
            self.near.setdefault(self.stands(name), {})[one.article] = one.score
        for old, into in merged:
            self.end(old, into)
        for old in sorted(left):
            if old not in self.heirs and old not in self.homes.values():
                self.end(old, left[old])
        for name, articles in self.near.items():
            self.near[name] = {one: score for one, score in articles.items() if self.homes.get(one) != name}


@settings(max_examples=40, deadline=None)
@given(st.lists(arrival, max_size=14))
def test_the_stories_are_where_a_simple_model_says(arrivals):
    store, model = open_store("sqlite://"), Model()
    try:
        for n, one in enumerate(arrivals):
            name = f"n{n}"
            moves = [(home, member(f"n{moved}")) for moved, home in one["moves"] if moved < n]
            members = ((one["story"], member(name)), *moves)
            near = tuple((home, neighbour(name, 0.1 + n / 100)) for home in one["near"])
            standings = (LeadAndHeat(story=one["story"], lead=ident(name), heat=n),)
            said = filing(name, members=members, near=near, merged=tuple(one["merged"]), standings=standings)
            for _ in range(1 + one["twice"]):
                store.save_article(said)
                model.file(ident(name), members, near, one["merged"])
        ids = [ident(f"n{n}") for n in range(len(arrivals))]
        assert store.story_ids_of(ids) == model.homes
        stories = store.get_stories(STORIES)
        for name, found in stories.items():
            assert found.id == model.stands(name)
            assert {one.article for one in found.members} == {a for a, home in model.homes.items() if home == found.id}
            assert {one.article: one.score for one in found.near} == model.near.get(found.id, {})
        assert set(model.homes.values()) <= stories.keys()
        live = {found.id for found in stories.values()}
        assert store.count_all()["stories"] == len(live)
    finally:
        store.close()

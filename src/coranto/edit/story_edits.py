"""What people decide: on an article, and on stories, which later arrivals obey.

A verdict is said to the store by whoever wants it and carried out by the newsroom that is at work, between two
arrivals; the number of the last one is remembered with it. So a run that was killed, and places the arrivals since its
last snapshot again, does what it did.
"""

from collections.abc import Sequence

import msgspec

from coranto import errors
from coranto.decide import impact
from coranto.model.change import ArticleChange, Override
from coranto.model.edit import StoryEdit
from coranto.model.story import Member, Story
from coranto.newsroom import Newsroom
from coranto.score import quality
from coranto.story import ruling, shift
from coranto.story.cluster import Clusterer

_GONE = "{}, so there is nothing to take back; `coranto story log` tells what was said since"


def rule(newsroom: Newsroom, ruling: Override) -> None:
    """Save an editor's ruling, and judge its article again with the boost: another may lead its story then.

    The records that change by it are made anew when the outbox is emptied next.

    Raises
    ------
    CorantoError
        There is no such article, or it is an imported record, which is never judged again.

    """
    store, name = newsroom.store, ruling.article
    old = store.get_articles([name]).get(name)
    home = store.story_ids_of([name]).get(name)
    if old is None or home is None:
        what = "there is no such article" if old is None else "it is an imported record, which is kept as it is"
        raise errors.CorantoError(f"{what}; nothing was decided about it", name)
    points, parts = quality.judge(old, newsroom.settings, ruling.boost, newsroom.signals)
    new = msgspec.structs.replace(old, quality=points, parts=parts, text=store.get_text(name))
    store.save_article(msgspec.structs.replace(impact.article_change(newsroom, old, new), ruling=ruling))


def merging(newsroom: Newsroom, one: str, other: str, why: str) -> StoryEdit:
    """Say that two stories are one.

    Parameters
    ----------
    desk : Desk
        The newsroom.
    one, other : str
        Each a story's id, or what names an article of it: address, path, id.
    why : str
        For the explanation.

    Raises
    ------
    StoryError
        There is no such story, or both are one already.

    """
    first, second = _story(newsroom, one), _story(newsroom, other)
    if first == second:
        raise errors.StoryError(f"{one} and {other} are in one story already ({first})")
    verdict = StoryEdit(kind="merge", story=first, other=second, why=why, at=newsroom.now())
    return msgspec.structs.replace(verdict, number=newsroom.store.add_edit(verdict))


def splitting(newsroom: Newsroom, articles: Sequence[str], why: str) -> StoryEdit:
    """Say that articles of a story, named by address, path or id, are a story of their own.

    Raises
    ------
    StoryError
        An article is not known, they are of several stories, or all that their story has.

    """
    names = [newsroom.store.resolve_article(article) for article in articles]
    homes = newsroom.store.story_ids_of([name for name in names if name])
    for said, name in zip(articles, names, strict=True):
        if name is None or name not in homes:
            raise errors.StoryError("no article of a story has this address, path or id", said)
    if len(set(homes.values())) != 1:
        raise errors.StoryError(
            f"they are of several stories ({', '.join(sorted(set(homes.values())))}); name articles of one"
        )
    (home,) = set(homes.values())
    if len(homes) == len(newsroom.store.get_stories([home])[home].members):
        raise errors.StoryError(f"these are all articles of {home}; leave at least one where it is")
    verdict = StoryEdit(
        kind="split", story=home, articles=tuple(dict.fromkeys(filter(None, names))), why=why, at=newsroom.now()
    )
    return msgspec.structs.replace(verdict, number=newsroom.store.add_edit(verdict))


def undoing(newsroom: Newsroom, number: int) -> StoryEdit:
    """Say the opposite of a verdict that was carried out.

    Raises
    ------
    StoryError
        There is no such verdict, it changed nothing, or what it did is no longer there to undo.

    """
    old = verdict(newsroom, number)
    where = f"verdict {number}"
    if old.trouble:
        raise errors.StoryError(f"nothing was done by it ({old.trouble}), so there is nothing to take back", where)
    if not old.made:
        raise errors.StoryError(
            "it is not yet carried out; the newsroom that is at work does so in its next round, and then it can be "
            "taken back",
            where,
        )
    why = f"takes back verdict {number}"
    homes = newsroom.store.story_ids_of(old.moved)
    there = _standing(newsroom, old.made)
    if old.kind == "split":
        if _standing(newsroom, old.story) == there:
            raise errors.StoryError(_GONE.format(f"{old.story} and {old.made} are one story again"), where)
        return merging(newsroom, old.story, old.made, why)
    names = [name for name in old.moved if homes.get(name) == there]
    if not names:
        raise errors.StoryError(_GONE.format(f"none of what came to {old.made} by it is there any more"), where)
    return splitting(newsroom, names, why)


def verdict(newsroom: Newsroom, number: int) -> StoryEdit:
    """Give a verdict by its number.

    Raises
    ------
    StoryError
        There is none; with what there is.

    """
    said = {one.number: one for one in newsroom.store.get_edits()}
    if number in said:
        return said[number]
    if not said:
        what = "nothing was said of stories yet, so there is nothing to take back; see `coranto story --help`"
    elif len(said) == 1:
        what = f"there is none of this number, only {min(said)}; `coranto story log` tells it"
    else:
        what = f"there is none of this number, they go from {min(said)} to {max(said)}; `coranto story log` lists them"
    raise errors.StoryError(what, f"verdict {number}")


def told(verdict: StoryEdit) -> str:
    """Tell what was said and what became of it, as a sentence without its end."""
    articles = "one article" if len(verdict.articles) == 1 else f"{len(verdict.articles)} articles"
    what = (
        f"merge {verdict.story} with {verdict.other}"
        if verdict.kind == "merge"
        else f"split {articles} off {verdict.story}"
    )
    if verdict.trouble:
        return f"{what}: not done, {verdict.trouble}"
    return f"{what}: " + (f"done, it is {verdict.made} now" if verdict.made else "not yet carried out")


def carry_out(newsroom: Newsroom, clusterer: Clusterer, verdict: StoryEdit, arrival: int) -> StoryEdit:
    """Change stories as a verdict says, and save it with what became of it.

    Parameters
    ----------
    desk : Desk
        The newsroom; a transaction that writes is open.
    clusterer : Clusterer
        Changed too, where the stories are still under way.
    verdict : Verdict
        As it was said.
    arrival : int
        Number of the last article that has arrived.

    """
    try:
        done = _merge(newsroom, clusterer, verdict) if verdict.kind == "merge" else _split(newsroom, clusterer, verdict)
    except errors.StoryError as why:
        done = msgspec.structs.replace(verdict, trouble=why.what)
    done = msgspec.structs.replace(done, arrival=arrival)
    newsroom.store.finish_edit(done)
    return done


def again(newsroom: Newsroom, clusterer: Clusterer, verdict: StoryEdit) -> None:
    """Bring a clusterer to where a verdict that was carried out had brought it; the store is there already."""
    if verdict.kind == "merge" and {verdict.story, verdict.other} <= clusterer.stories():
        ruling.merge(clusterer, verdict.story, verdict.other)
    elif verdict.kind == "split" and verdict.story in clusterer.stories() and verdict.made.startswith("s"):
        people = newsroom.store.get_articles(verdict.articles)
        if all(name in clusterer.homes for name in verdict.articles):
            ruling.split(clusterer, [shift.item(people[name]) for name in verdict.articles])


def _merge(newsroom: Newsroom, clusterer: Clusterer, verdict: StoryEdit) -> StoryEdit:
    store = newsroom.store
    ids = [_standing(newsroom, verdict.story), _standing(newsroom, verdict.other)]
    if ids[0] == ids[1]:
        raise errors.StoryError(f"{ids[0]} is one story by now")
    stories = store.get_stories(ids)
    under_way = clusterer.stories()
    if set(ids) <= under_way:
        old, into = ruling.merge(clusterer, *ids)
    else:  # one is over: nothing that arrives can part them
        into = next((one for one in ids if one in under_way), ids[0])
        old = next(one for one in ids if one != into)
    moved = tuple(member.article for member in stories[old].members)
    whole = msgspec.structs.replace(stories[into], members=(*stories[into].members, *stories[old].members))
    _save(newsroom, [whole], merged=((old, into),))
    return msgspec.structs.replace(verdict, story=ids[0], other=ids[1], made=into, moved=moved)


def _split(newsroom: Newsroom, clusterer: Clusterer, verdict: StoryEdit) -> StoryEdit:
    store, names = newsroom.store, verdict.articles
    homes = store.story_ids_of(names)
    if len(set(homes.values())) != 1 or len(homes) != len(names):
        raise errors.StoryError("its articles are of several stories by now")
    (home,) = set(homes.values())
    whole = store.get_stories([home])[home]
    if len(whole.members) == len(names):
        raise errors.StoryError(f"these are all articles that {home} has by now")
    people = store.get_articles(names)
    if home in clusterer.stories() and all(name in clusterer.homes for name in names):
        new = ruling.split(clusterer, [shift.item(people[name]) for name in names])
    else:
        new = f"s{names[0]}.v{verdict.number}"
    left = msgspec.structs.replace(whole, members=tuple(m for m in whole.members if m.article not in names))
    own = Story(id=new, lead="", members=tuple(Member(article=name) for name in names))
    _save(newsroom, [left, own], members=tuple((new, member) for member in own.members))
    return msgspec.structs.replace(verdict, story=home, made=new, moved=names)


def _save(
    newsroom: Newsroom,
    stories: Sequence[Story],
    members: tuple[tuple[str, Member], ...] = (),
    merged: tuple[tuple[str, str], ...] = (),
) -> None:
    """File what changed: leads and heat anew, and the records of everybody concerned."""
    store, settings = newsroom.store, newsroom.settings
    people = store.get_articles(
        {m.article for story in stories for m in story.members} | {n.article for story in stories for n in story.near}
    )
    standings = tuple(impact.lead_and_heat(story, people, settings) for story in stories)
    first = people[standings[-1].lead]
    names = {
        name
        for story in stories
        for m in story.members
        for name in impact.affected_articles(people[m.article], [story], people, settings)
    }
    store.save_article(
        ArticleChange(
            article=msgspec.structs.replace(first, text=store.get_text(first.id)),
            members=members,
            merged=merged,
            standings=standings,
            dirty=tuple(sorted(names)),
        )
    )


def _standing(newsroom: Newsroom, story: str) -> str:
    """Give the story that stands for one by now."""
    found = newsroom.store.get_stories([story]).get(story)
    if found is None:
        raise errors.StoryError(f"there is no story {story}")
    return found.id


def _story(newsroom: Newsroom, said: str) -> str:
    """Give the story that a person means by its id or by an article of it."""
    if (found := newsroom.store.get_stories([said]).get(said)) is not None:
        return found.id
    article = newsroom.store.resolve_article(said)
    home = newsroom.store.story_ids_of([article]).get(article) if article else None
    if home is None:
        raise errors.StoryError("no story has this id, and no article of one this address, path or id", said)
    return home

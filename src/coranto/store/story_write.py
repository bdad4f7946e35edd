"""Write stories: members, neighbours, merges, leads and heat."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import ArticleChange, LeadAndHeat
from coranto.store import story_state, tables, values
from coranto.store.transaction import Transaction, among, listed

_STEP = 1 << 16  # more than the number of members that one arrival adds

_story, _member, _near = tables.story.c, tables.member.c, tables.near.c
_article, _record = tables.article.c, tables.record.c

_HEIRS = select(_story.id, _story.heir).where(among(_story.id, "ids"))
_OPEN = (
    insert(tables.story)
    .values({name: bindparam(name) for name in ("id", "lead", "newest")} | {"heat": 0, "shown": False, "heir": None})
    .on_conflict_do_nothing()
)
_STORY_OF = select(_member.article, _member.story).where(among(_member.article, "ids"))
_insert_member = insert(tables.member).values(
    {name: bindparam(name) for name in ("article", "story", "joined", "data")}
    | {"published": select(_article.published).where(_article.id == bindparam("article")).scalar_subquery()}
)
_JOIN = _insert_member.on_conflict_do_update(
    index_elements=["article"],
    set_={
        "joined": case(
            (_member.story == _insert_member.excluded.story, _member.joined), else_=_insert_member.excluded.joined
        ),
        "story": _insert_member.excluded.story,
        "published": _insert_member.excluded.published,
        "data": _insert_member.excluded.data,
    },
)
_insert_near = insert(tables.near).values({name: bindparam(name) for name in ("story", "article", "joined", "data")})
_NEAR = _insert_near.on_conflict_do_update(
    index_elements=["story", "article"], set_={"data": _insert_near.excluded.data}
)
_NO_LONGER_NEAR = delete(tables.near).where(
    _near.story == bindparam("its_story"), _near.article == bindparam("its_article")
)
_MOVE_MEMBERS = update(tables.member).where(_member.story == bindparam("ending")).values(story=bindparam("to"))
_NEAR_TO_BOTH = delete(tables.near).where(
    _near.story == bindparam("ending"),
    _near.article.in_(select(_near.article).where(_near.story == bindparam("to"))),
)
_MOVE_NEAR = update(tables.near).where(_near.story == bindparam("ending")).values(story=bindparam("to"))
_NOT_NEAR_ITS_OWN = delete(tables.near).where(
    _near.story == bindparam("to"),
    _near.article.in_(select(_member.article).where(_member.story == bindparam("to"))),
)
_END = update(tables.story).where(_story.id == bindparam("ending")).values(heir=bindparam("to"), shown=False)
_PASS_ON = update(tables.story).where(_story.heir == bindparam("ending")).values(heir=bindparam("to"))
_EMPTIED = select(_story.id).where(
    among(_story.id, "ids"),
    _story.heir.is_(None),
    ~select(_member.article).where(_member.story == _story.id).exists(),
)
_ARTICLES = (
    select(_member.article)
    .where(among(_member.story, "ids"))
    .union(select(_near.article).where(among(_near.story, "ids")))
)
_STAND = (
    update(tables.story)
    .where(_story.id == bindparam("its_story"))
    .values(
        lead=bindparam("leading"),
        heat=bindparam("its_heat"),
        shown=func.coalesce(
            select(tables.record.c.published).where(tables.record.c.article == bindparam("leading")).scalar_subquery(),
            False,
        ),
    )
)
_DATE = (
    update(tables.story)
    .where(_story.id == bindparam("its_story"))
    .values(
        newest=func.coalesce(
            select(func.max(_member.published)).where(_member.story == bindparam("its_story")).scalar_subquery(),
            _story.newest,
        )
    )
)


def place(db: Transaction, change: ArticleChange, number: int) -> tuple[set[str], set[str]]:
    """Apply an article change to the stories.

    Parameters
    ----------
    db : Transaction
        The article is already saved in it.
    change : ArticleChange
        Ids of merged stories stand for the story they became part of.
    number : int
        The arrival number of the article; it orders the members of a story.

    Returns
    -------
    stories, articles : set of str
        The stories that may have changed, and the articles whose story or nearby stories may have changed.

    """
    named = {story for story, _ in (*change.members, *change.near)} | {one.story for one in change.standings}
    named |= {story for pair in change.merged for story in pair} | {state.id for state in change.restored}
    if not named:
        return set(), set()
    heirs = _open_new(db, change, named)
    moves = _join(db, change, heirs, number)
    for old, into in change.merged:
        _merge(db, heirs, old, into)
    emptied = {story for (story,) in db.all(_EMPTIED, ids=listed(moves))} if moves else set()
    for old in sorted(emptied):
        _merge(db, heirs, old, moves[old])
    restored = story_state.restore(db, change.restored)
    heirs |= {story: state.id for state in change.restored for story in (state.id, *state.heirs_of)}
    db.many(_DATE, [{"its_story": story} for story in sorted(set(heirs.values()))])
    stand(db, change.standings, heirs)
    touched = {*heirs, *heirs.values()}
    articles = {member.article for _, member in change.members} | {near.article for _, near in change.near} | restored
    if change.merged or emptied:  # members and neighbours of a merged story moved
        articles |= {article for (article,) in db.all(_ARTICLES, ids=listed(touched))}
    return touched, articles


def stand(db: Transaction, standings: Iterable[LeadAndHeat], heirs: Mapping[str, str] | None = None) -> None:
    """Save lead and heat of stories; ``heirs`` maps merged stories to the story they became part of."""
    named = heirs or {}
    db.many(
        _STAND,
        [
            {"its_story": named.get(one.story, one.story), "leading": one.lead, "its_heat": one.heat}
            for one in standings
        ],
    )


def _open_new(db: Transaction, change: ArticleChange, named: set[str]) -> dict[str, str]:
    """Insert the new stories; map each named story to itself or to the story it was merged into."""
    heirs = {story: heir or story for story, heir in db.all(_HEIRS, ids=listed(named))}
    leads = {one.story: one.lead for one in change.standings}
    newest = values.stamp(change.article.published)
    new = sorted(named - heirs.keys())
    db.many(_OPEN, [{"id": one, "lead": leads.get(one, change.article.id), "newest": newest} for one in new])
    return heirs | {story: story for story in new}


def _join(db: Transaction, change: ArticleChange, heirs: dict[str, str], number: int) -> dict[str, str]:
    """Save members and neighbours; map each story that an article left to the story its last one joined."""
    rows = [
        {"article": one.article, "story": heirs[story], "joined": number * _STEP + n, "data": values.pack(one)}
        for n, (story, one) in enumerate(change.members)
    ]
    target = {one.article: heirs[story] for story, one in change.members}
    current = dict(db.all(_STORY_OF, ids=listed(target.keys() | {one.article for _, one in change.near})))
    moves = {left: target[article] for article, left in current.items() if target.get(article, left) != left}
    heirs |= {story: story for story in (*moves, *moves.values())}  # both ends of a move are open stories
    current |= target
    db.many(_JOIN, rows)
    db.many(_NO_LONGER_NEAR, [{"its_story": story, "its_article": article} for article, story in target.items()])
    db.many(
        _NEAR,
        [
            {"article": one.article, "story": heirs[story], "joined": number * _STEP + n, "data": values.pack(one)}
            for n, (story, one) in enumerate(change.near)
            if current.get(one.article) != heirs[story]
        ],
    )
    return moves


def _merge(db: Transaction, heirs: dict[str, str], old: str, into: str) -> None:
    """Merge a story into another one: move its members, neighbours and redirects."""
    ends, heir = heirs[old], heirs[into]
    if ends == heir:
        return
    for statement in (_MOVE_MEMBERS, _NEAR_TO_BOTH, _MOVE_NEAR, _NOT_NEAR_ITS_OWN, _PASS_ON, _END):
        db.run(statement, ending=ends, to=heir)
    heirs |= {story: heir for story, stands in heirs.items() if stands == ends}

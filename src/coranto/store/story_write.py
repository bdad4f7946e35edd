"""How an arrival changes the stories: who joins, who is near, which end in which, who leads."""

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.change import ArticleChange
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_STEP = 1 << 16  # more than one arrival brings members

_story, _member, _near = tables.story.c, tables.member.c, tables.near.c
_article, _record = tables.article.c, tables.record.c

_HEIRS = select(_story.id, _story.heir).where(among(_story.id, "ids"))
_OPEN = (
    insert(tables.story)
    .values({name: bindparam(name) for name in ("id", "lead", "newest")} | {"heat": 0, "shown": False, "heir": None})
    .on_conflict_do_nothing()
)
_HOMES = select(_member.article, _member.story).where(among(_member.article, "ids"))
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
_TOLD = (
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


def place(db: Transaction, filing: ArticleChange, number: int) -> tuple[set[str], set[str]]:
    """Change the stories as the filing says.

    Parameters
    ----------
    db : Transaction
        In which the article is saved already.
    filing : Filing
        The arrival. Names of stories that have ended stand for their heirs.
    number : int
        The article's number by arrival: what joins now comes after what joined before.

    Returns
    -------
    stories, articles : set of str
        The stories that may be others by it, and the articles that may be elsewhere or near to others.

    """
    named = {story for story, _ in (*filing.members, *filing.near)} | {one.story for one in filing.standings}
    named |= {story for pair in filing.merged for story in pair}
    if not named:
        return set(), set()
    heirs = _opened(db, filing, named)
    moves = _join(db, filing, heirs, number)
    for old, into in filing.merged:
        _merge(db, heirs, old, into)
    emptied = {story for (story,) in db.all(_EMPTIED, ids=listed(moves))} if moves else set()
    for old in sorted(emptied):
        _merge(db, heirs, old, moves[old])
    db.many(_DATE, [{"its_story": story} for story in sorted(set(heirs.values()))])
    for one in filing.standings:
        db.run(_STAND, its_story=heirs[one.story], leading=one.lead, its_heat=one.heat)
    touched = {*heirs, *heirs.values()}
    told = {member.article for _, member in filing.members} | {near.article for _, near in filing.near}
    if filing.merged or emptied:  # what was in one story or near it is in or near another now
        told |= {article for (article,) in db.all(_TOLD, ids=listed(touched))}
    return touched, told


def _opened(db: Transaction, filing: ArticleChange, named: set[str]) -> dict[str, str]:
    """Open the stories that are new; for each named story the one that stands for it."""
    heirs = {story: heir or story for story, heir in db.all(_HEIRS, ids=listed(named))}
    leads = {one.story: one.lead for one in filing.standings}
    newest = values.stamp(filing.article.published)
    new = sorted(named - heirs.keys())
    db.many(_OPEN, [{"id": one, "lead": leads.get(one, filing.article.id), "newest": newest} for one in new])
    return heirs | {story: story for story in new}


def _join(db: Transaction, filing: ArticleChange, heirs: dict[str, str], number: int) -> dict[str, str]:
    """Place members and neighbours; for each story that somebody left, the one where the last of them went."""
    rows = [
        {"article": one.article, "story": heirs[story], "joined": number * _STEP + n, "data": values.pack(one)}
        for n, (story, one) in enumerate(filing.members)
    ]
    goes = {one.article: heirs[story] for story, one in filing.members}
    homes = dict(db.all(_HOMES, ids=listed(goes.keys() | {one.article for _, one in filing.near})))
    moves = {home: goes[article] for article, home in homes.items() if goes.get(article, home) != home}
    heirs |= {story: story for story in (*moves, *moves.values())}  # homes and goals are standing stories
    homes |= goes
    db.many(_JOIN, rows)
    db.many(_NO_LONGER_NEAR, [{"its_story": story, "its_article": article} for article, story in goes.items()])
    db.many(
        _NEAR,
        [
            {"article": one.article, "story": heirs[story], "joined": number * _STEP + n, "data": values.pack(one)}
            for n, (story, one) in enumerate(filing.near)
            if homes.get(one.article) != heirs[story]
        ],
    )
    return moves


def _merge(db: Transaction, heirs: dict[str, str], old: str, into: str) -> None:
    """End a story: what it had goes to its heir, and whatever led to it leads there."""
    ends, heir = heirs[old], heirs[into]
    if ends == heir:
        return
    for statement in (_MOVE_MEMBERS, _NEAR_TO_BOTH, _MOVE_NEAR, _NOT_NEAR_ITS_OWN, _PASS_ON, _END):
        db.run(statement, ending=ends, to=heir)
    heirs |= {story: heir for story, stands in heirs.items() if stands == ends}

"""Stories exactly as stored, hidden articles included: read before an edit, restored by its undo."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from coranto.model.story import Member, Neighbour, StoryState
from coranto.store import tables, values
from coranto.store.transaction import Transaction, among, listed

_member_decoder = msgspec.json.Decoder(Member)
_neighbour_decoder = msgspec.json.Decoder(Neighbour)
_story, _member, _near, _article = tables.story.c, tables.member.c, tables.near.c, tables.article.c

_HEIRS = select(_story.id, _story.heir).where(among(_story.id, "ids"))
_HEIRS_OF = select(_story.id).where(_story.heir == bindparam("its_story")).order_by(_story.id)
_MEMBERS = select(_member.joined, _member.data).where(_member.story == bindparam("its_story")).order_by(_member.joined)
_NEIGHBOURS = (
    select(_near.joined, _near.data).where(_near.story == bindparam("its_story")).order_by(_near.joined, _near.article)
)
_REVIVE = update(tables.story).where(_story.id == bindparam("its_story")).values(heir=bindparam("its_heir"))
_insert_member = insert(tables.member).values(
    {name: bindparam(name) for name in ("article", "story", "joined", "data")}
    | {"published": select(_article.published).where(_article.id == bindparam("article")).scalar_subquery()}
)
_PUT_MEMBER = _insert_member.on_conflict_do_update(
    index_elements=["article"],
    set_={name: _insert_member.excluded[name] for name in ("story", "joined", "data", "published")},
)
_DROP_NEAR = delete(tables.near).where(_near.story == bindparam("its_story"))
_PUT_NEAR = insert(tables.near).values({name: bindparam(name) for name in ("story", "article", "joined", "data")})


def read(db: Transaction, stories: Iterable[str]) -> dict[str, StoryState]:
    """Return the states of stories; unknown ids are left out."""
    return {
        story: StoryState(
            id=story,
            heir=heir,
            members=tuple((joined, _member_decoder.decode(data)) for joined, data in db.all(_MEMBERS, its_story=story)),
            near=tuple(
                (joined, _neighbour_decoder.decode(data)) for joined, data in db.all(_NEIGHBOURS, its_story=story)
            ),
            heirs_of=tuple(found for (found,) in db.all(_HEIRS_OF, its_story=story)),
        )
        for story, heir in db.all(_HEIRS, ids=listed(stories))
    }


def restore(db: Transaction, states: Sequence[StoryState]) -> set[str]:
    """Restore these states; return the articles whose story or nearby stories may have changed."""
    for state in states:
        db.run(_REVIVE, its_story=state.id, its_heir=state.heir)
        db.many(_REVIVE, [{"its_story": story, "its_heir": state.id} for story in state.heirs_of])
        db.run(_DROP_NEAR, its_story=state.id)
        rows = [
            {"article": one.article, "story": state.id, "joined": joined, "data": values.pack(one)}
            for joined, one in state.members
        ]
        db.many(_PUT_MEMBER, rows)
        db.many(
            _PUT_NEAR,
            [
                {"article": one.article, "story": state.id, "joined": joined, "data": values.pack(one)}
                for joined, one in state.near
            ],
        )
    near = {one.article for state in states for _, one in state.near}
    return near | {one.article for state in states for _, one in state.members}

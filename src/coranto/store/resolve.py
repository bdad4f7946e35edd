"""Find the article that a person names."""

from sqlalchemy import bindparam, select

from coranto.dedupe import address
from coranto.store import entry as entries
from coranto.store import tables
from coranto.store.transaction import Transaction

SHORTEST = 6  # digits of an id that are enough

_article, _record = tables.article.c, tables.record.c

_BEGINS = select(_article.id).where(_article.id >= bindparam("text"), _article.id < bindparam("end")).limit(2)
_PATH = select(_record.article).where(_record.path == bindparam("path"))
_FILE = select(_record.article).where(_record.file == bindparam("file")).limit(2)


def resolve(db: Transaction, text: str) -> str | None:
    """Return the article id; try the text as an id, an address, its canonical form, a path, a file name."""
    text = text.strip()
    if len(text) >= SHORTEST:
        begins = db.all(_BEGINS, text=text, end=text + "\uffff")
        if len(begins) == 1 or (begins and begins[0][0] == text):
            return str(begins[0][0])
    addresses = [text, address.canonical(text)]
    known = entries.article_ids_by_url(db, [one for one in addresses if one])
    for one in addresses:
        if one in known:
            return known[one]
    if found := db.first(_PATH, path=text.removeprefix("./")):
        return str(found[0])
    files = db.all(_FILE, file=text.replace("\\", "/").rpartition("/")[2])
    return str(files[0][0]) if len(files) == 1 else None

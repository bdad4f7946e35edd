"""Write the record as a Markdown file with YAML front matter: the publication that outlives the software."""

from pathlib import Path

from coranto.model.change import StoredRecord
from coranto.record import frontmatter, write


def deliver(filed: StoredRecord, folder: Path) -> bool:
    """Write the record's file below the records folder; return whether its bytes changed."""
    return write.write_if_changed(folder / filed.path, frontmatter.emit(filed.record).encode(), root=folder)

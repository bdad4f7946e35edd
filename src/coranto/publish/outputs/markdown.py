"""The record as a Markdown file with YAML front matter: the publication that outlives the software."""

from pathlib import Path

from coranto.model.filing import Filed
from coranto.publish import frontmatter, writer


def deliver(filed: Filed, folder: Path) -> bool:
    """Write the record's file below the records folder; True where its bytes changed."""
    return writer.write_if_changed(folder / filed.path, frontmatter.emit(filed.record).encode(), root=folder)

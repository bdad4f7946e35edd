"""The quality of stored records, worked out again from their own fields and topics.

    python benchmarks/quality.py DIR

DIR holds ``_news`` and ``_data/topics`` of a site. Keywords match as substrings, as they did there. The weights of outlets are not
in the files: an outlet's weight is the difference that most of its records have, and is counted as right only where it is one of 0, 30, 40, 50.
Prints a line of JSON.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

from coranto.model.settings import Settings
from coranto.record import frontmatter
from coranto.run import import_records
from coranto.run.assemble import judged
from coranto.score import quality
from coranto.topic import files
from coranto.topic.taxonomy import Taxonomy


def main(folder: Path) -> None:
    topics, _ = files.load(folder / "_data" / "topics")
    taxonomy = Taxonomy(topics, "substring")
    gaps = defaultdict(Counter)
    for file in sorted((folder / "_news").glob("*.md")):
        record = frontmatter.read(file.read_text("utf-8"), str(file))
        article = import_records.article_of(record, str(file))
        ready = judged(article, record.topics, taxonomy, Settings())
        parts = sum(p.points for p in ready.parts if p.name != "floor")
        gaps[urlsplit(article.web_url).hostname][record.quality - parts if record.quality else 0] += 1
    exact = total = 0
    for counts in gaps.values():
        weight = counts.most_common(1)[0][0]
        total += sum(counts.values())
        exact += counts[weight] if weight in (0, 30, 40, 50) else 0
    print(json.dumps({"records": total, "exact": exact, "signals": list(quality.SIGNALS)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

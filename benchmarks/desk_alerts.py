"""What a round costs that looks for alerts, beside what it would cost to search everything stored for each of them.

    .venv/bin/python benchmarks/desk_alerts.py [ARTICLES [NEW [ALERTS]]]

Fills a SQLite newsroom with articles of two thousand letters (30,000 by default, as in rules.py), makes alerts (52) of
every kind of search, lets some articles (100) come in, and looks. The clock is the processor's.
"""

import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))

import msgspec
import seeding

import rules as rules_benchmark
from coranto.config import rule_search
from coranto.model.alert import Alert
from coranto.model.change import ArticleChange
from coranto.run import alerts


def main():
    count, new, many = (int(given) for given in (*sys.argv[1:], *("30000", "100", "52")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        seeding.opened(Path(folder)).store.close()
        rules_benchmark.fill(Path(folder) / "coranto.db", count)
        newsroom, chance = seeding.opened(Path(folder)), random.Random(3)
        now = rules_benchmark.START + timedelta(days=90)
        newsroom.now = lambda: now
        searches = [rules_benchmark.SEARCHES[n % len(rules_benchmark.SEARCHES)] for n in range(many)]
        for n, search in enumerate(searches):
            alert = Alert(person=1, name=f"{n}", search=search, published=False, token=f"{n}", at=now)
            newsroom.store.add_alert(alert)
        alerts.look(newsroom)
        began = time.process_time()
        for search in searches:
            newsroom.store.match_rule(rule_search.read(search), "en", 200)
        whole = time.process_time() - began
        for n in range(new):
            one = msgspec.structs.replace(rules_benchmark.article(chance, count + n + 1), seen=now)
            newsroom.store.save_article(ArticleChange(article=one))
        began = time.process_time()
        alerts.look(newsroom)
        took = time.process_time() - began
        found = sum(len(newsroom.store.alert_matches(one.number, 1000)) for one in newsroom.store.get_alerts())
        began = time.process_time()
        alerts.look(newsroom)
        idle = time.process_time() - began
        newsroom.store.close()
    print(f"{count:,} articles, {many} alerts, {new} articles came in, {found} found")
    print(f"everything searched for each: {whole:.2f} s; what is new: {took:.3f} s; nothing new: {idle * 1000:.1f} ms")


if __name__ == "__main__":
    main()

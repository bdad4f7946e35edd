"""Figures of a newsroom in Prometheus' text format: nothing of readers, outlets, addresses or errors' words."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from coranto import __version__
from coranto.newsroom import Newsroom
from coranto.operate import backup, round_log

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_Samples = Mapping[str, float]  # labels as written -> value


def text(newsroom: Newsroom) -> str:
    """Return all figures as of now, with what each means."""
    lines = []
    for name, kind, means, samples in _families(newsroom):
        if samples:
            lines += [f"# HELP coranto_{name} {means}", f"# TYPE coranto_{name} {kind}"]
            lines += [f"coranto_{name}{labels} {value:.12g}" for labels, value in samples.items()]
    return "\n".join(lines) + "\n"


def _families(newsroom: Newsroom) -> Iterator[tuple[str, str, str, _Samples]]:
    """Yield (name, type, meaning, samples); a figure that is not known is left out."""
    store, now = newsroom.store, newsroom.now()
    with store.transaction():
        counts, queues = store.count_all(), store.get_queues(now)
        rounds, kept = round_log.read(store), backup.last(store)
    yield "info", "gauge", "The version of Coranto.", {f'{{version="{__version__}"}}': 1}
    for name in ("articles", "stories", "records", "sources"):
        yield name, "gauge", f"How many {name} there are.", {"": counts[name]}
    yield "published", "gauge", "Published records.", {"": counts["published"]}
    waiting = {name: getattr(queues, name) for name in ("sources", "entries", "records", "webhooks", "mail", "search")}
    yield "queue_length", "gauge", "What is due and waits.", _by("queue", {n: one.length for n, one in waiting.items()})
    ages = {name: _age(now, one.since) for name, one in waiting.items() if one.since}
    yield "queue_oldest_seconds", "gauge", "How long the one has waited that waits longest.", _by("queue", ages)
    yield "sources_failing", "gauge", "Sources whose last polls failed, by cause.", _by("cause", queues.failing)
    yield "sources_retired", "gauge", "Sources that are no longer read.", {"": queues.retired}
    yield "issues", "gauge", "Issues of the newsletter, by state.", _by("state", queues.issues)
    yield "mails", "gauge", "Mails of the newsletter, by state.", _by("state", queues.mails)
    yield "store_bytes", "gauge", "Size of the database.", {"": queues.bytes}
    if rounds:
        last = rounds[-1]
        yield "round_age_seconds", "gauge", "Since the last round ended.", {"": _age(now, last.ended)}
        yield "round_seconds", "gauge", "How long the last round took.", {"": last.seconds}
        yield "round_failed", "gauge", "Whether the last round ended early.", {"": bool(last.trouble)}
        a_minute = round_log.articles_a_minute(rounds, now)
        yield "articles_per_minute", "gauge", "Articles that came in, over the last hour.", {"": a_minute}
    if kept.made:
        yield "backup_age_seconds", "gauge", "Since the last backup.", {"": _age(now, kept.made)}
        yield "backup_bytes", "gauge", "Size of the last backup.", {"": kept.bytes}
    if kept.drilled:
        yield "restore_drill_age_seconds", "gauge", "Since the last restore drill.", {"": _age(now, kept.drilled)}
        yield "restore_drill_ok", "gauge", "Whether it went well.", {"": not kept.trouble}


def _by(label: str, values: Mapping[str, float]) -> _Samples:
    return {f'{{{label}="{_escaped(name)}"}}': value for name, value in values.items()}


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _age(now: datetime, since: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)

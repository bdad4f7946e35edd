"""Webhooks are notified when an issue of the newsletter goes out: for services that send it on."""

import secrets

from coranto.letter import lists
from coranto.model.newsletter import StoredIssue
from coranto.model.webhook import WebhookDelivery
from coranto.newsroom import Newsroom
from coranto.notify import event


def enqueue(newsroom: Newsroom, issue: StoredIssue, html: str, text: str) -> None:
    """Enqueue a delivery for each webhook of all topics, or of the list's; called in the transaction of going out."""
    now, deliveries = newsroom.now(), []
    told = {
        "name": issue.issue.ident,
        "list": issue.topic,
        "title": issue.issue.title,
        "excerpt": issue.issue.excerpt,
        "webUrl": issue.issue.web_url,
        "publishedDateTime": issue.issue.published,
        "topics": issue.issue.topics,
        "html": html,
        "text": text,
    }
    for hook in newsroom.store.get_webhooks():
        if hook.off or hook.alert or hook.topic not in ("", lists.topic(issue.topic)):
            continue
        ident = f"msg_{secrets.token_hex(16)}"
        message = WebhookDelivery(
            hook=hook.number, id=ident, event="issue.archived", story=issue.issue.ident, at=now, due=now
        )  # fmt: skip
        deliveries.append((message, event.payload("issue.archived", ident, now, None, issue=told)))
    newsroom.store.enqueue(deliveries)

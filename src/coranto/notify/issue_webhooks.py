"""Webhooks are notified when an issue of the newsletter goes out: for services that send it on."""

from coranto.letter import lists
from coranto.model.newsletter import StoredIssue
from coranto.newsroom import Newsroom
from coranto.notify import webhooks


def enqueue(newsroom: Newsroom, issue: StoredIssue, html: str, text: str) -> None:
    """Enqueue a delivery for each webhook of all topics, or of the list's; called in the transaction of going out."""
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
    topics = "", lists.topic(issue.topic)
    hooks = [hook for hook in newsroom.store.get_webhooks() if not hook.alert and hook.topic in topics]
    webhooks.tell(newsroom, hooks, "issue.archived", issue.issue.ident, issue=told)

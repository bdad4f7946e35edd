"""The part of the store's interface that is about the newsletter's issues."""

from typing import Protocol

from coranto.model.newsletter import StoredIssue


class IssueStore(Protocol):
    """The issues of all lists, by the name of their file (``Issue.ident``)."""

    def save_issue(self, issue: StoredIssue, html: str | None = None) -> None:
        """Add or replace an issue, and its HTML where it is given."""

    def get_issue(self, ident: str) -> StoredIssue | None:
        """Return an issue; None if it does not exist."""

    def get_issues(self, topic: str | None = None) -> list[StoredIssue]:
        """Return issues, newest first: all, or those of one list (a topic's id, "" for the list of everything)."""

    def public_issues(self, offset: int = 0, limit: int = 25) -> list[StoredIssue]:
        """Return the issues that readers see, newest first."""

    def issue_html(self, ident: str) -> str | None:
        """Return the HTML of an issue as it was settled; None before that."""

    def delete_issue(self, ident: str) -> bool:
        """Delete an issue and its HTML; False if it does not exist."""

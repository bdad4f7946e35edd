"""The ledger of the newsletter's mail in the store: nobody is entered, or taken, twice."""

from datetime import date

import msgspec
import pytest
from making import NOON, at

from coranto.model.newsletter import Issue, StoredIssue
from coranto.model.subscriber import Subscriber

ISSUE = StoredIssue(
    issue=Issue(
        path="_newsletters/a-2026-03-07.html", title="A", excerpt="", published=NOON, web_url="https://a.example/"
    ),
    day=date(2026, 3, 7),
    since=NOON,
    until=NOON,
)
IDENT = ISSUE.issue.ident


@pytest.fixture
def people(store):
    store.save_issue(ISSUE)
    return [
        store.add_subscriber(
            Subscriber(email=f"{name}@x.example", state="confirmed", at=NOON, consent="yes", origin="/"), name
        )
        for name in "abc"
    ]


def test_each_is_entered_once_and_taken_once_in_order(store, people):
    assert store.add_deliveries(IDENT, people[:2], NOON) == 2
    assert store.add_deliveries(IDENT, people, at(1)) == 1
    assert store.take_delivery([IDENT], at(-1)) is None
    assert store.take_delivery(["another"], NOON) is None
    taken = [store.take_delivery([IDENT], at(1)) for _ in range(4)]
    assert [one.subscriber if one else None for one in taken] == [*people, None]
    assert {one.state for one in taken[:3]} == {"sending"}
    assert store.count_deliveries(IDENT) == {"sending": 3}


def test_what_became_of_a_row_is_kept_and_a_later_one_is_due_later(store, people):
    store.add_deliveries(IDENT, people, NOON)
    sent, later, _ = (store.take_delivery([IDENT], NOON) for _ in people)
    store.save_delivery(msgspec.structs.replace(sent, state="sent", status="250", tries=1))
    store.save_delivery(msgspec.structs.replace(later, state="waiting", status="451 4.7.1", tries=1, due=at(2)))
    assert store.count_deliveries(IDENT) == {"sent": 1, "waiting": 1, "sending": 1}
    assert store.due_deliveries_at([IDENT]) == at(2)
    assert store.change_deliveries("sending", "uncertain", at(1)) == 1
    assert [one.subscriber for one in store.get_mail_deliveries(IDENT, "uncertain")] == people[2:]
    assert store.change_deliveries("uncertain", "waiting", at(1), "another") == 0
    assert store.change_deliveries("uncertain", "waiting", at(1), IDENT) == 1
    assert store.delete_deliveries_waiting(IDENT) == 2
    assert [one.state for one in store.deliveries_of_subscriber(people[0])] == ["sent"]
    assert store.due_deliveries_at([IDENT]) is None


def test_rows_go_with_their_subscriber_and_with_their_issue(store, people):
    store.add_deliveries(IDENT, people, NOON)
    store.delete_subscriber(people[0])
    assert store.count_deliveries(IDENT) == {"waiting": 2}
    store.delete_issue(IDENT)
    assert store.count_deliveries(IDENT) == {}

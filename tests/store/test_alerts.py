"""Alerts in the store, and what each has found."""

import msgspec
from making import NOON, at

from coranto.model.alert import Alert

ONE = Alert(person=1, name="Pumps", search="pump", token="secret", at=NOON)


def test_an_alert_is_found_by_its_token_until_it_is_removed(store):
    number = store.add_alert(ONE)
    other = store.add_alert(msgspec.structs.replace(ONE, token="other"))
    assert store.find_alert("secret") == msgspec.structs.replace(ONE, number=number)
    assert store.get_alert(number) == store.find_alert("secret")
    store.save_alert(msgspec.structs.replace(ONE, number=number, mailed=at(1)))
    assert store.get_alerts()[0].mailed == at(1)
    store.add_alert_matches(number, ["a"], NOON, mailed=False)
    store.delete_alert(number)
    assert store.find_alert("secret") is None
    assert store.get_alert(number) is None
    assert store.get_alert(10**30) is None
    assert [one.number for one in store.get_alerts()] == [other]
    assert store.alert_matches(number) == []
    assert store.add_alert(msgspec.structs.replace(ONE, number=number)) == number, "it comes back as it was"
    assert store.add_alert(msgspec.structs.replace(ONE, token="a third")) > other


def test_what_was_found_is_new_once(store):
    number = store.add_alert(ONE)
    assert store.add_alert_matches(number, ["a", "b"], NOON, mailed=True) == ["a", "b"]
    assert store.add_alert_matches(number, ["c", "a", "c"], at(1), mailed=False) == ["c"]
    assert store.alert_matches(number) == ["c", "a", "b"]
    assert store.alert_matches_to_mail(number) == ["c"]
    store.mark_alerts_mailed([number])
    assert store.alert_matches_to_mail(number) == []
    store.forget_alert_matches(at(1))
    assert store.alert_matches(number) == ["c"]

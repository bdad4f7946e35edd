"""``coranto alert`` in a newsroom of its own."""

import json

import console


def test_alerts_are_added_listed_and_removed(tmp_path):
    def run(*words, code=0, stdin=""):
        return console.run(*words, cwd=tmp_path, code=code, input=stdin)

    (tmp_path / "coranto.toml").write_text("")
    run("people", "add", "Marta", "--role", "owner", "--password-stdin", stdin="a heron on the weir at dawn\n")
    assert "no address of mail" in run("people", "mail", "Marta", "marta", code=1).stderr
    assert run("people", "mail", "Marta", "marta@example.org").stdout == "changed: Marta, marta@example.org\n"
    made = run("alert", "add", "pump", "--for", "marta", "--all", "--mail", "--webhook", "https://letters.example/h")
    feed, secret = made.stdout.split()
    assert feed.startswith("http://127.0.0.1:8000/alerts/")
    assert secret.startswith("whsec_")
    (listed,) = [json.loads(line) for line in run("alert", "list", "--json").stdout.splitlines()]
    assert (listed["person"], listed["search"], listed["published"], listed["mail"]) == ("Marta", "pump", False, True)
    assert "all that comes in, a mail every 60 minutes at most" in run("alert", "list").stdout
    assert "alert 1" in run("webhook", "list").stdout
    assert "nobody has this name" in run("alert", "add", "pump", "--for", "John", code=1).stderr
    assert run("alert", "remove", "1").stdout == "removed: alert 1, pump\n"
    assert "no such alert" in run("alert", "remove", "1", code=1).stderr
    assert run("webhook", "list").stdout == ""

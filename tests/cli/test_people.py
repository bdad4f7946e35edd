"""``coranto people`` in a newsroom of its own."""

import json

import console

PASSWORD = "a heron on the weir at dawn\n"


def test_people_are_added_listed_reset_explained_and_removed(tmp_path):
    def people(*words, code=0, stdin=""):
        return console.run("people", *words, cwd=tmp_path, code=code, input=stdin)

    (tmp_path / "coranto.toml").write_text("")
    assert "12 letters" in people("add", "Marta", "--password-stdin", stdin="short\n", code=1).stderr
    assert (
        people("add", "Marta", "--role", "owner", "--password-stdin", stdin=PASSWORD).stdout == "added: Marta, owner\n"
    )
    assert "already" in people("add", "MARTA", "--password-stdin", stdin=PASSWORD, code=1).stderr
    people("add", "John", "--role", "reader", "--password-stdin", stdin=PASSWORD)
    listed = [json.loads(line) for line in people("list", "--json").stdout.splitlines()]
    assert [(one["name"], one["role"], one["sessions"]) for one in listed] == [
        ("Marta", "owner", []),
        ("John", "reader", []),
    ]
    assert "argon2" not in people("list", "--json").stdout
    assert "John: reader" in people("list").stdout
    said = people("explain", "john", "story.decide").stdout
    assert said.startswith("story.decide: no. The role reader may not do this")
    assert "owner, editor" in said
    assert "yes." in people("explain", "Marta").stdout
    assert "there is no such action" in people("explain", "Marta", "fly", code=1).stderr
    assert people("role", "john", "editor").stdout == "changed: John, editor\n"
    assert "The last owner stays" in people("role", "Marta", "reader", code=1).stderr
    assert people("explain", "John", "sign-in").stdout.startswith("sign-in: yes. With the password")
    assert "sign_in.header is empty" in people("explain", "John", "sign-in", "--from", "192.0.2.1").stdout
    assert people("reset", "John", "--password-stdin", stdin="another" + PASSWORD).stdout.startswith("reset: John")
    assert "The last owner stays" in people("remove", "Marta", code=1).stderr
    assert people("remove", "John").stdout == "removed: John\n"
    assert "nobody has this name; there is Marta" in people("remove", "John", code=1).stderr

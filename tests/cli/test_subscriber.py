"""`coranto subscriber` through the console door: look, bring, list, show, forget, take back."""

from console import lines, run

LIST = "email,name,status\nanna@x.example,Anna,enabled\nben@x.example,Ben,blocklisted\nnobody,,enabled\n"


def test_a_list_is_looked_at_brought_shown_forgotten_and_taken_back(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    (site / "members.csv").write_text(LIST)
    looked = run("subscriber", "import", "members.csv", cwd=site)
    assert (
        "3 rows: 1 new, 0 known, 0 left before and stay out, 1 left there and stay out, 1 no address (line 4)"
        in looked.stderr
    )
    assert "nothing is changed" in looked.stderr
    assert (
        "say where and when these people agreed"
        in run("subscriber", "import", "members.csv", "--add", cwd=site, code=1).stderr
    )
    consent = "Signed at the bee fair, May 2024"
    done = run("subscriber", "import", "members.csv", "--consent", consent, "--add", "--confirmed", cwd=site)
    assert done.stdout.startswith("list 1: 1 added, they get the next issue; for 24 hours `--undo 1`")
    listed = run("subscriber", "list", cwd=site)
    assert listed.stdout.startswith("anna@x.example: confirmed, since ")
    assert listed.stderr.strip() == "1 confirmed, 1 left"
    assert "anna@x.example,Anna,confirmed,everything,daily," in run("subscriber", "export", cwd=site).stdout
    (known,) = lines(run("subscriber", "data", "Anna@x.example", cwd=site))
    assert (known["subscriber"]["consent"], known["brought"]["file"]) == (consent, "members.csv")
    assert "no address that mail can be sent to" in run("subscriber", "data", "anna", cwd=site, code=1).stderr
    assert run("subscriber", "import", "--undo", 1, cwd=site).stdout == "taken back: list 1, 1 addresses\n"
    assert "where and when this person agreed" in run("subscriber", "add", "cy@x.example", cwd=site, code=1).stderr
    assert "asked: a mail goes to" in run("subscriber", "add", "cy@x.example", "--consent", "By phone", cwd=site).stdout
    added = run(
        "subscriber", "add", "di@x.example", "--consent", "Signed on paper", "--confirmed", "--weekly", cwd=site
    )
    assert added.stdout == "added: di@x.example\n"
    assert run("subscriber", "forget", "di@x.example", cwd=site).stdout.startswith("forgotten; a hash")
    assert lines(run("subscriber", "list", "--json", cwd=site)) == []

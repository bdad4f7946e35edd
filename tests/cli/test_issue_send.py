"""`coranto issue send` through the console door, to a real server; what is interrupted goes on with the same command."""

import os
import shutil
import sys
from pathlib import Path

from console import run

sys.path.append(str(Path(__file__).parents[1] / "mailing"))

from inbox import Inbox, served


def test_an_issue_is_tested_sent_and_shown_and_the_rest_goes_on_with_the_same_command(kept, tmp_path, monkeypatch):
    site = tmp_path / "demo"
    shutil.copytree(kept[0], site)
    with (site / "coranto.toml").open("a") as file:
        file.write('\n[mail]\nsender = "The Demo <letter@demo.example>"\n')
    with served(Inbox()) as inbox:
        monkeypatch.setitem(os.environ, "CORANTO_MAIL_SERVERS", inbox.address)
        for name in ("anna", "ben"):
            run("subscriber", "add", f"{name}@x.example", "--consent", "agreed for a test", "--confirmed", cwd=site)
        run("issue", "draft", cwd=site)
        assert "as a test (250" in run("issue", "send", "--test", "marta@x.example", cwd=site).stdout
        inbox.answers = {"ben@x.example": ["451 4.7.1 later"]}
        first = run("issue", "send", cwd=site)
        ident = first.stdout.partition(":")[0]
        assert first.stdout == f"{ident}: 1 sent, 1 waiting\n"
        assert "the rest is sent from" in first.stderr
        shown = run("issue", "show", cwd=site).stdout
        assert shown.startswith(f"{ident}  archived, mail sending")
        assert shown.endswith("mail: 1 sent, 1 waiting\n")
        assert run("issue", "send", cwd=site).stdout == f"{ident}: 1 sent, 1 waiting\n", "not before its time"
        assert "no mail of" in run("issue", "send", "--uncertain", cwd=site, code=1).stderr
        assert [to for to, _ in inbox.raw] == ["marta@x.example", "anna@x.example"]
        assert (site / "_newsletters" / f"{ident}.html").is_file()

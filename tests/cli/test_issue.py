"""`coranto issue` through the real console door: draft, show, check, plan, archive, recall; and what send says."""

import shutil

import pytest

from console import lines, run


@pytest.fixture
def site(kept, tmp_path):
    """A copy of the demo's newsroom."""
    folder = tmp_path / "demo"
    shutil.copytree(kept[0], folder)
    return folder


def test_an_issue_from_draft_to_archive_and_back(site):
    said = run("issue", "draft", cwd=site).stdout
    (draft,) = lines(run("issue", "show", "--json", cwd=site))
    ident = draft["issue"]["path"].removeprefix("_newsletters/").removesuffix(".html")
    assert said.splitlines()[0] == f"{ident}  draft"
    first, second = (one["title"] for one in draft["stories"][:2])
    assert first in said
    changed = run(
        "issue", "draft", "--headline", 1, "In words of mine", "--leave-out", 2, "--intro", "Good morning.", cwd=site
    ).stdout
    assert "In words of mine" in changed
    assert second not in changed
    passed = run("issue", "show", "--passed", cwd=site).stdout
    assert second in passed
    story = next(line.split()[1] for line in passed.splitlines() if second in line)
    assert second in run("issue", "draft", "--put-in", story, cwd=site).stdout
    checked = run("issue", "check", cwd=site, code=1)
    assert checked.stdout.startswith("the mail has no postal address")
    assert f"{ident}: 12 stories, " in checked.stderr
    text = run("issue", "show", "--text", cwd=site).stdout
    assert text.index("Good morning.") < text.index("In words of mine")
    assert run("issue", "plan", "--at", "2100-01-01T07:00", cwd=site).stdout.startswith(
        f"{ident}  planned for 2100-01-01 07:00 UTC"
    )
    assert run("issue", "recall", cwd=site).stdout.startswith(f"{ident}  draft")
    assert run("issue", "archive", cwd=site).stdout.startswith(f"{ident}  archived")
    file = (site / "_newsletters" / f"{ident}.html").read_text()
    assert file.endswith(run("issue", "show", ident, "--html", cwd=site).stdout)
    assert ident in run("issue", "show", "--all", cwd=site).stdout
    refused = run("issue", "draft", cwd=site, code=1)
    assert f"`coranto issue recall {ident}` takes it off the site" in refused.stderr
    run("issue", "recall", ident, cwd=site)
    assert not (site / "_newsletters" / f"{ident}.html").exists()


def test_send_says_that_no_mail_is_set_up_and_changes_nothing(site):
    run("issue", "draft", cwd=site)
    before = run("issue", "show", "--json", cwd=site).stdout
    refused = run("issue", "send", cwd=site, code=2)
    assert "no mail is set up, so" in refused.stderr
    assert "`coranto issue archive` puts an issue on the site" in refused.stderr
    assert run("issue", "show", "--json", cwd=site).stdout == before


def test_what_there_is_not_is_named(tmp_path):
    run("init", "site", cwd=tmp_path)
    site = tmp_path / "site"
    assert "there is no issue yet; `coranto issue draft`" in run("issue", "show", cwd=site, code=1).stderr
    assert "there is no issue `x`" in run("issue", "archive", "x", cwd=site, code=1).stderr
    assert "nothing was published since" in run("issue", "draft", cwd=site, code=1).stderr
    assert "write one like 2026-03-09T07:00" in run("issue", "plan", "--at", "soon", cwd=site, code=2).stderr

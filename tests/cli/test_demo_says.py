"""What the demo says that one can do with it."""

import re
from types import SimpleNamespace

from coranto import newsroom as newsrooms
from coranto.cli.demo_ import things_to_try
from coranto.config import settings_file
from coranto.people import accounts, first_code
from coranto.run import scaffold

HERE = "http://127.0.0.1:8123"


def test_the_desk_is_among_what_to_try_until_somebody_owns_it_and_then_too(tmp_path):
    (tmp_path / settings_file.FILE).write_text("")
    with newsrooms.open_newsroom(settings_file.load(tmp_path / settings_file.FILE)) as newsroom:
        said = things_to_try(newsroom, HERE, tmp_path)
        assert re.findall(r"^  (\d)\.", said, re.MULTILINE) == ["1", "2", "3", "4"]
        code = re.search(rf"{HERE}/desk/first/\?code=(\S+)\n", said)[1]
        assert first_code.holds(newsroom, code)
        accounts.add(newsroom, "Marta", "owner", None)
        said = things_to_try(newsroom, HERE, tmp_path)
        assert f"sign in at {HERE}/desk/" in said
        assert "code=" not in said


def test_a_kept_demo_stays_as_it_was_changed_until_its_press_moves(tmp_path):
    here, there = (SimpleNamespace(address=f"http://127.0.0.1:{port}") for port in (8124, 8125))
    scaffold.demo(tmp_path, here, 8123)
    files = [tmp_path / name for name in (settings_file.FILE, "sources.opml")]
    for file in files:
        file.write_text(file.read_text().replace("fictional", "made-up"))
    scaffold.demo(tmp_path, here, 8123)
    assert all("made-up" in file.read_text() for file in files)
    scaffold.demo(tmp_path, there, 8124)
    assert all("127.0.0.1:8125" in file.read_text() for file in files)

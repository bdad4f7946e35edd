"""What the demo says that one can do with it."""

import re

from coranto import newsroom as newsrooms
from coranto.cli.demo_ import things_to_try
from coranto.config import settings_file
from coranto.people import accounts, first_code

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

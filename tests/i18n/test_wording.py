"""Every reason has one wording, in English and in German, and a person's own words stay as they are."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coranto
from coranto import errors
from coranto.i18n import current, language, wording
from coranto.i18n.wording import TABLE, Wording
from coranto.model.reason import Reason, joined, text
from coranto.model.score import ScorePart
from coranto.model.settings import Settings, Site

SOURCE = Path(coranto.__file__).parent
FIELD = re.compile(r"\{(\w+)\}")
NOT_SAID_HERE = {"text"}  # words of a plugin, or of a database of before


def speaking(tag, say, *args):
    newsroom = SimpleNamespace(settings=Settings(site=Site(language=tag), folder="/nowhere"))
    return current.localized(lambda _: say(*args))(newsroom)


def built():
    """Yield each ``Reason(...)`` of the program: its possible codes, and the names of its parameters where they stand there."""
    for file in SOURCE.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Reason"):
                continue
            first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "code"), None)
            codes = {one.value for one in ast.walk(first) if isinstance(one, ast.Constant)} if first else set()
            given = call.args[1] if len(call.args) > 1 else None
            given = given or next((k.value for k in call.keywords if k.arg == "params"), None)
            stand_there = isinstance(given, ast.Dict) and None not in given.keys  # no other dictionary within it
            names = {key.value for key in given.keys} if stand_there else None if given else set()
            yield {code for code in codes if isinstance(code, str)}, names
        for table in ast.walk(ast.parse(file.read_text())):  # codes by the status of an answer
            if isinstance(table, ast.Assign) and ast.unparse(table.targets[0]) == "_CODES":
                yield {one.value for one in table.value.values}, None


BUILT = [
    (code, names)
    for codes, names in built()
    for code in sorted(codes)
    if re.fullmatch(r"[a-z]+\.[a-z_]+|joined|text", code)
]


def names_of(one: Wording):
    return (set(FIELD.findall(one.message)) | set(FIELD.findall(one.many))) - {one.within}


def test_every_code_that_is_given_has_a_wording_and_every_wording_is_given():
    assert {code for code, _ in BUILT} - NOT_SAID_HERE == set(TABLE)
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+|joined", code) for code in TABLE)


@pytest.mark.parametrize(("code", "names"), [one for one in BUILT if one[1] is not None and one[0] in TABLE])
def test_the_parameters_given_are_those_that_the_sentence_names(code, names):
    assert names == names_of(TABLE[code]) - {"zone"}, code  # the zone is that of the page


@pytest.mark.parametrize("code", TABLE)
def test_every_wording_is_german_in_german(code):
    one = TABLE[code]
    german = language.of("/nowhere", "de")
    for message in (one.message, one.name):
        if re.search(r"[A-Za-z]", FIELD.sub("", message)):
            assert german.form("", message), f"languages/de has not got {message!r}"
    if one.many:
        assert german.form("", one.message, 1), f"languages/de has no plural of {one.message!r}"


@pytest.mark.parametrize("tag", ["en", "de", "fr"])
@given(st.data())
def test_any_reason_can_be_said_and_names_all_its_parameters(tag, data):
    words = st.text(max_size=12)
    code = data.draw(st.sampled_from(sorted(TABLE)))
    one = TABLE[code]
    params = {name: data.draw(st.integers(2, 9999) if name == "number" else words) for name in names_of(one)}
    german = language.of("/nowhere", "de")  # a text that is a message is translated
    texts = words.filter(lambda one: not german.form("", one)).map(text)
    within = data.draw(st.lists(texts, min_size=1, max_size=3)) if one.within else []
    said = speaking(tag, wording.say, Reason(code, params, tuple(within)))
    assert all(str(value) in said for value in params.values())
    assert "; ".join(str(reason.params["text"]) for reason in within) in said


@given(st.text(), st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
def test_a_reason_that_nobody_knows_is_said_by_its_text_or_its_code(code, params):
    if code in TABLE:
        return
    assert wording.say(Reason(code, params)) == params.get("text", code)
    assert wording.say(Reason(code, params | {"text": "why {not} %s"})) == "why {not} %s"


def test_a_reason_of_another_version_is_said_by_its_text_or_its_code():
    assert wording.say(Reason("topic.parent", {"of": "AI"})) == "topic.parent"
    assert wording.say(Reason("topic.parent", {"text": "below AI"})) == "below AI"


@pytest.mark.parametrize(
    ("tag", "one", "many"),
    [
        ("en", "one reader, today and yesterday", "2 readers, today and yesterday"),
        ("de-AT", "ein Leser, heute und gestern", "2 Leser, heute und gestern"),
    ],
)
def test_numbers_choose_their_form(tag, one, many):
    said = [speaking(tag, wording.say, Reason("heat.readers", {"number": number})) for number in (1, 2)]
    assert said == [one, many]


def test_several_reasons_are_one_sentence():
    named, parent = Reason("topic.named"), Reason("topic.parent", {"topic": "AI"})
    assert wording.say(named, parent) == wording.say(joined((named, parent))) == "named by the source; parent of AI"
    assert joined((named,)) == named


def test_a_part_has_a_name_in_the_readers_language_but_a_topic_keeps_its_own():
    picture = ScorePart(name="image", points=20, reason=Reason("quality.image"))
    topic = ScorePart(name="image", points=2, reason=Reason("quality.topic", within=(Reason("topic.named"),)))
    plugin = ScorePart(name="image", points=1, because="a picture that a plugin likes")
    assert [speaking("de", wording.name, one) for one in (picture, topic, plugin)] == ["Bild", "image", "image"]
    assert [wording.name(one) for one in (picture, topic, plugin)] == ["image"] * 3
    assert speaking("de", wording.say, plugin.reason) == "a picture that a plugin likes"


def test_an_error_is_said_with_where_it_happened():
    why = errors.StoryError(Reason("story.unknown", {"story": "s1"}), "edit 3")
    assert wording.error(why) == "edit 3: there is no story s1"
    assert speaking("de", wording.error, why) == "edit 3: es gibt keine Geschichte s1"
    assert wording.error(errors.StoryError("told {plainly}")) == "told {plainly}"

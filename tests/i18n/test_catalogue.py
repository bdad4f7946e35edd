"""Catalogues: what Babel reads, what is refused by line, and whose plural and which dates a language has."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coranto.i18n import catalogue, current, formats, language
from coranto.model.settings import Settings, Site

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


def said_in(tag, say, folder="/nowhere"):
    newsroom = SimpleNamespace(settings=Settings(site=Site(language=tag), folder=str(folder)))
    return current.localized(lambda _: say())(newsroom)


def test_entries_are_read_over_several_lines_with_context_and_plural():
    text = (
        f'{HEAD}# a word\nmsgctxt "short"\nmsgid "May"\nmsgstr ""\n"M"\n"ai\\n"\n\n'
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} jour"\nmsgstr[1] "{n} jours"\n'
    )
    read = catalogue.read(text, "fr.po", "fr")
    assert read.troubles == ()
    assert read.messages == {("short", "May"): ("Mai\n",), ("", "{n} day"): ("{n} jour", "{n} jours")}
    assert [read.plural(n) for n in (0, 1, 2)] == [0, 0, 1]


def test_without_a_plural_rule_the_language_s_own_is_taken():
    text = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "den"\nmsgstr[1] "dny"\nmsgstr[2] "dní"\n'
    read = catalogue.read(text, "cs.po", "cs")
    assert [read.messages["", "{n} day"][read.plural(n)] for n in (1, 3, 7)] == ["den", "dny", "dní"]


def test_what_is_fuzzy_empty_or_obsolete_is_left_out():
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\n#~ msgid "d"\n#~ msgstr "e"\n'
    read = catalogue.read(text, "de.po", "de")
    assert (read.messages, read.troubles) == ({}, ())


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('msgid "a"\nmsgstr "{b}"\n', ["de.po:1"]),
        ('\n# so\nmsgid "{a}"\nmsgstr "{a.b}"\n', ["de.po:2"]),
        ('msgid "a"\nmsgstr b\n\nmsgid "c"\nmsgstr "d"\n', ["de.po:2"]),
        ('msgstr "a"\n\nmsgid "c"\nmsgstr "d"\n', ["de.po:1"]),
        ('"a"\n\nmsgid "c"\nmsgstr "d"\n', ["de.po:1"]),
        ('msgid "c"\nmsgstr "d"\n\nhello\n', ["de.po:4"]),
    ],
)
def test_what_is_wrong_is_named_by_its_line_and_costs_itself_only(text, places):
    read = catalogue.read(text, "de.po", "de")
    assert [trouble.where for trouble in read.troubles] == places
    assert read.messages == ({("", "c"): ("d",)} if '"c"' in text else {})


lines = st.sampled_from(
    ['msgid "a{x}"', 'msgid_plural "b"', 'msgstr "c{x}"', 'msgstr[0] "{y}"', 'msgstr[1] "e"', 'msgstr[9] "f"', '"g"', "", "#",
     "#, fuzzy", '#~ msgid "h"', 'msgctxt "i"', 'msgid ""', '"Plural-Forms: nplurals=9; plural=foo;\\n"', '"Language: x_\\n"', "j",
     '"Content-Type: text/plain; charset=klingon\\n"', "#: a:b", "\x00", '"POT-Creation-Date: k\\n"']
)  # fmt: skip


@given(st.lists(lines, max_size=12), st.sampled_from(["", "de", "xx", "zh-hans-cn", "a-b-c"]))
def test_any_catalogue_is_read_and_its_troubles_have_lines(some, tag):
    read = catalogue.read("\n".join(some), "xx.po", tag)
    assert all(trouble.where.partition(":")[0] == "xx.po" for trouble in read.troubles)
    assert read.plural(7) >= 0


def test_numbers_and_dates_are_written_as_babel_knows_the_language(tmp_path):
    day = date(2026, 3, 7)
    write = lambda: (
        formats.written(day, "EEE d MMM y"),
        formats.grouped(12345),
        formats.decimal(0.5),
        formats.weekday(0)[1],
    )
    assert said_in("en-us", write) == ("Sat 7 Mar 2026", "12,345", "0.50", "Mon")
    assert said_in("de", write) == ("Sa, 7. März 2026", "12.345", "0,50", "Mo")
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "sv.po").write_text('msgid "River"\nmsgstr "Flod"\n')
    assert said_in("sv", write, tmp_path) == ("lör 7 mars 2026", "12\xa0345", "0,50", "mån")


def test_a_pattern_that_is_none_is_passed_over(tmp_path):
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "de.po").write_text('msgid "d MMM y"\nmsgstr "MMMMMMMMM"\n')
    language.of.cache_clear()
    assert said_in("de", lambda: formats.written(date(2026, 3, 7), "d MMM y"), tmp_path) == "7 März 2026"

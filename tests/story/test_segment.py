"""Scripts without spaces become words."""

from hypothesis import given
from hypothesis import strategies as st

from coranto.story import segment, words


def test_a_chinese_sentence_becomes_the_words_of_the_list():
    assert words.split("欧盟通过人脸识别禁令", "zh") == ["欧盟", "通过", "人脸", "识别", "禁令"]


def test_a_name_that_no_list_has_becomes_pairs():
    assert segment.cut("甲乙丙", {"丁戊": 1.0}) == ["甲乙", "乙丙"]


def test_without_a_list_all_is_pairs():
    assert segment.cut("東京で", {}) == ["東京", "京で"]


@given(st.text(alphabet="欧盟通过人脸识别禁令甲乙", min_size=1, max_size=40))
def test_words_are_of_the_text(run):
    costs = segment.costs({"欧盟": 1e-4, "通过": 1e-3, "人脸": 1e-5, "过": 1e-3})
    assert all(word in run and len(word) > 1 for word in segment.cut(run, costs))

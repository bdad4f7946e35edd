"""Word forms: the Snowball stem of a word, and the languages that write compounds as one word."""

import functools
from collections.abc import Callable, Sequence

import Stemmer

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
COMPOUNDING = frozenset({"da", "de", "et", "fi", "hu", "nb", "nl", "nn", "no", "sv"})
_KNOWN = 100_000  # words per language whose stems are cached


def primary(tag: str | None) -> str:
    """Return the primary subtag of a BCP 47 language tag in lower case, or an empty string."""
    return (tag or "").replace("_", "-").partition("-")[0].lower()


def stems(words: Sequence[str], language: str) -> list[str]:
    """Return the stem of each word.

    Parameters
    ----------
    words : sequence of str
        The words, without case.
    language : str
        Primary subtag. In a language without a stemmer, words are their own stems.

    """
    stemmer = _stemmer(language)
    return list(words) if stemmer is None else [stemmer[word] for word in words]


def keys(word: str, language: str) -> set[str]:
    """Return the stems that identify the forms of a word.

    They include the word itself and the stem of its stem: stemmers of languages with long endings cut some forms
    further than others.
    """
    (once,) = stems([word], language)
    return {word, once, *stems([once], language)}


class _Stems(dict[str, str]):
    """A cache of words and their stems: few words of a language are frequent."""

    def __init__(self, algorithm: str) -> None:
        super().__init__()
        self._stem: Callable[[str], str] = Stemmer.Stemmer(algorithm, 0).stemWord

    def __missing__(self, word: str) -> str:
        if len(self) >= _KNOWN:
            self.clear()
        stem = self[word] = self._stem(word)
        return stem


def _stemmer(language: str) -> _Stems | None:
    algorithm = _ALGORITHMS.get(language)
    return None if algorithm is None else _stems(algorithm)


@functools.cache
def _stems(algorithm: str) -> _Stems:
    return _Stems(algorithm)

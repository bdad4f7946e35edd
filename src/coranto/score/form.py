"""The form of a headline: a report, or a list, a quiz, an advert or a live page."""

import re
from collections.abc import Iterator

from coranto.model.reason import Reason

# Words that open or mark a headline of each form, in the ten languages of the stories. They match as whole
# words without case; a mark before `:` or `|` must be at the beginning.
_FORMS = {
    "advert": (
        r"^(?:sponsored|promoted|advertorial|anzeige|publireportage|publicidad|sponsorizzato|materiał sponsorowany"
        r"|реклама|reklam)\b ?[:|–—-]|\b(?:promo|discount|coupon) codes?\b|\b\d+ ?% off\b|\bgift guide\b"
        r"|\b(?:best|top) (?:\w+ ){0,4}deals\b|\b(?:black friday|prime day|cyber monday) (?:deals|sales?|offers)\b"
        r"|\b(?:rabattcode|gutscheincode|code promo|bon plan|código de descuento|codice sconto|промокод)\b"
    ),
    "service": (
        r"\b(?:horoscopes?|crosswords?|wordle|sudoku|quiz|lottery|winning numbers|how to watch|where to watch"
        r"|what to (?:watch|read|cook|stream)|corrections and clarifications|note to (?:our )?(?:readers|subscribers)"
        r"|tv listings|horoskop|kreuzworträtsel|lottozahlen|horóscopo|crucigrama"
        r"|oroscopo|mots croisés|гороскоп|horoskopy|burç|برج|星座)\b"
    ),
    "live": (
        r"^(?:live|live updates?|liveblog|live blog|liveticker|newsticker|en direct|direct|en directo|en vivo"
        r"|in diretta|na żywo|онлайн|canlı|مباشر)\b ?[:|–—-]|\blive ?(?:blog|ticker)\b|\blive updates\b"
    ),
    "gallery": (
        r"^(?:watch|video|photos?|in pictures|gallery|pictures of the (?:day|week)|bilder|fotostrecke|en images|fotos"
        r"|galería|foto|galleria|zdjęcia|фото|видео|podcast|listen|newsletter)\b ?[:|–—-]"
        r"|\b(?:in pictures|photo gallery|fotostrecke)\b"
    ),
    "opinion": (
        r"^(?:opinion|editorial|op-ed|comment|column|analysis|essay|letters?|review|book review|interview|meinung"
        r"|kommentar|kolumne|leitartikel|tribune|chronique|édito|opinión|columna|opinione|commento|felieton|komentarz"
        r"|мнение|колонка|görüş|yorum|رأي)\b ?[:|–—-]"
    ),
    "list": (
        r"^(?:the )?(?:top |best )?\d{1,3} (?:\w+ ){0,3}?(?:ways?|things?|reasons?|tips?|best|tricks?|facts?|ideas?"
        r"|lessons?|takeaways?|questions?|dinge|gründe|tipps|choses|raisons|conseils|cosas|razones|consejos|cose|motivi"
        r"|consigli|sposob\w+|rzeczy|способ\w+|şey)\b|\bthings to know\b"
    ),
}
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS.items())
_ANY = re.compile("|".join(_FORMS.values()), re.IGNORECASE)  # most headlines have no form: one search instead of six
# The points that each form costs by default.
COSTS = {
    "advert": 20, "service": 12, "gallery": 8, "opinion": 8, "list": 8, "loud": 4, "live": 2, "question": 2,
}  # fmt: skip
_SHOUT = 25  # the fewest letters of an all-capitals headline that is not a name

_CODES = {
    "advert": "form.advert",
    "service": "form.service",
    "live": "form.live",
    "gallery": "form.gallery",
    "opinion": "form.opinion",
    "list": "form.list",
    "question": "form.question",
    "loud": "form.loud",
}


def read(title: str) -> Iterator[str]:
    """Yield the forms of a headline, as keys of ``COSTS``; nothing for a plain one."""
    if _ANY.search(title):
        yield next(name for name, pattern in _PATTERNS if pattern.search(title))
    end = title.rstrip(" \"'”’»")[-1:]
    if end in ("?", "？", "؟"):  # Chinese, Arabic
        yield "question"
    if title.count("!") > 1 or (title.isupper() and sum(map(str.isalpha, title)) > _SHOUT):
        yield "loud"


def reason(name: str) -> Reason:
    """Return the reason why a form costs points."""
    return Reason(_CODES[name])

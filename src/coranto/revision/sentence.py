"""Sentences as tokens: words, numbers and quotation marks, each with what a difference in it would be."""

import re
from functools import cached_property

from coranto.revision import furniture

_UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_TOKEN = re.compile(
    rf"[$€£¥]?\d+(?:[.,:/']?\d+)*%?|\"|[{_UNSPACED}]|[^\W\d_{_UNSPACED}][^\W_{_UNSPACED}]*(?:['&.-](?=[^\W_])[^\W_]+)*"
)
_STOP = re.compile(r"[.!?]+[\"')\]]*\s+(?=[^\W\d_]|[\"'(\[\d])|[。！？।؟۔][\"')\]]*\s*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Capt|Sgt|Jr|Inc|Ltd|Co|vs|Jan|Feb|Aug|Sept?|Oct|Nov|"
    r"Dec|bzw|ca|Nr|No|Mio|Mrd|Hr|Mme|Sra?|Dott|approx|est)|\b\d{1,2}|\b[a-z]\.[a-z])\."
    r"[\"')\]]*\s*\Z"
)
_GROUPED = re.compile(r"(?<=\d)[,.'](?=\d{3}(?!\d))")

_COUNTING = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
dozen dozens hundreds thousands millions billions half twice first second third fourth fifth sixth seventh eighth
ninth tenth null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million
millionen milliarde milliarden dutzend deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze
seize vingt trente quarante cinquante soixante cent mille millions milliard milliards dos tres cuatro cinco seis siete
ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta cien ciento mil millones due tre
quattro cinque sei sette otto nove dieci undici dodici venti trenta quaranta cinquanta cento mila milioni miliardi
dois duas três quatro sete oito nove dez doze vinte trinta quarenta milhões bilhões twee drie vijf zes zeven acht
negen tien elf twaalf twintig dertig honderd duizend miljoen miljard två tre fyra fem sex sju åtta nio tio elva tolv
tjugo hundra tusen miljoner fire syv otte ti tyve dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto
tysiąc tysięcy milion miliony milionów два две три четыре пять шесть семь восемь девять десять двадцать тридцать сорок
сто тысяч тысячи миллион миллионов iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin milyon milyar
"""
_NUMBER_WORDS = frozenset(_COUNTING.split())
_HAN_NUMBERS = frozenset("〇零一二三四五六七八九十百千万萬亿億两兩")


class Token:
    """A word, a number or a quotation mark.

    Attributes
    ----------
    text : str
        As written.
    key : str
        By which tokens are compared: without case, numbers without the marks between thousands.
    quote : int
        Which quotation of its line it is in; -1 outside of any.
    starts : bool
        Whether it is the first word of its sentence.

    """

    __slots__ = ("end", "key", "quote", "start", "starts", "text")

    def __init__(self, text: str, start: int, quote: int, *, starts: bool) -> None:
        self.text, self.start, self.end = text, start, start + len(text)
        self.quote, self.starts = quote, starts
        self.key = _GROUPED.sub("", text).casefold()

    @property
    def is_number(self) -> bool:
        """Whether it is a number, in digits or as a word."""
        return any(char.isdigit() for char in self.text) or self.key in _NUMBER_WORDS or self.text in _HAN_NUMBERS

    @property
    def is_mark(self) -> bool:
        """Whether it is a quotation mark."""
        return self.text == '"'

    @property
    def is_capital(self) -> bool:
        """Whether it is written with a capital: a name, unless its sentence begins with it."""
        return self.text[0].isupper()

    @property
    def is_caseless(self) -> bool:
        """Whether its script has no capitals, so that they do not show a name."""
        return self.text[0].isalpha() and self.text[0].upper() == self.text[0].lower()


class Sentence:
    """A sentence of a line.

    Parameters
    ----------
    line : str
        The line it stands in.
    tokens : list of Token
        Its own; their places are those in the line.
    quotes : list of str
        The quotations of the whole line, by number.

    """

    def __init__(self, line: str, tokens: list[Token], quotes: list[str]) -> None:
        self.line, self.tokens, self.quotes = line, tokens, quotes
        self.keys = [token.key for token in tokens]
        self.identity = " ".join(self.keys)

    @cached_property
    def frame(self) -> list[str]:
        """The keys of what is outside of quotations."""
        return [token.key for token in self.tokens if token.quote < 0]

    def words(self, first: int, last: int) -> str:
        """Return the words from one token up to another one, as written."""
        if first >= last:
            return ""
        return self.line[self.tokens[first].start : self.tokens[last - 1].end]

    def around(self, first: int, last: int, words: int) -> str:
        """Return some tokens with up to so many before and after them."""
        return self.words(max(0, first - words), min(len(self.tokens), last + words))


def read(text: str) -> list[Sentence]:
    """Return the sentences of a text in order, without furniture, headings and clocks."""
    return [sentence for line in furniture.lines(text) for sentence in _sentences(furniture.without_clocks(line))]


def one(text: str) -> Sentence:
    """Return a headline as one sentence."""
    line = furniture.without_clocks(" ".join(furniture.plain(text).split()))
    return Sentence(line, *_tokens(line))


def _sentences(line: str) -> list[Sentence]:
    tokens, quotes = _tokens(line)
    found = []
    for start, end in _parts(line):
        if not furniture.is_news(line[start:end].strip()):
            continue
        own = [token for token in tokens if start <= token.start < end]
        first = next((token for token in own if not token.is_mark), None)
        if first is not None:
            first.starts = True
        found.append(Sentence(line, own, quotes))
    return found


def _parts(line: str) -> list[tuple[int, int]]:
    """Return where the sentences of a line begin and end; an abbreviation does not end one."""
    parts, start = [], 0
    for match in _STOP.finditer(line):
        if _ABBREVIATED.search(line[start : match.end()]):
            continue
        parts.append((start, match.end()))
        start = match.end()
    if start < len(line):
        parts.append((start, len(line)))
    return parts


def _tokens(line: str) -> tuple[list[Token], list[str]]:
    """Return the tokens of a line, and its quotations; the last one may lack its closing mark."""
    tokens: list[Token] = []
    quotes: list[str] = []
    opened = -1
    for match in _TOKEN.finditer(line):
        if match[0] == '"':
            tokens.append(Token('"', match.start(), -1, starts=False))
            if opened < 0:
                opened = match.end()
            else:
                quotes.append(line[opened : match.start()].strip(" ,"))
                opened = -1
            continue
        tokens.append(Token(match[0], match.start(), len(quotes) if opened >= 0 else -1, starts=False))
    if opened >= 0:
        quotes.append(line[opened:].strip(" ,"))
    return tokens, quotes

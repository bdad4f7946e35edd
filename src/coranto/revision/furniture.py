"""The parts of a page's text that are not the news: clocks, counters, advertisements, boxes with other articles.

They change whenever a page is opened. What remains are the sentences that the outlet wrote.
"""

import re
import unicodedata

_AGES = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|half an)\s*"
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|[smhd])\s+ago|"
    r"just now|moments? ago|"
    r"vor\s+(?:\w+|einer|einem)\s+(?:sekunden?|minuten?|min|stunden?|std|tagen?|tag|wochen?|monaten?)\b\.?|"
    r"il y a\s+\w+\s+(?:secondes?|minutes?|min|heures?|jours?|semaines?|mois)|"
    r"hace\s+\w+\s+(?:segundos?|minutos?|min|horas?|d[ií]as?|semanas?|mes(?:es)?)|"
    r"h[áa]\s+\w+\s+(?:segundos?|minutos?|min|horas?|dias?|semanas?|m[êe]s(?:es)?)|"
    r"\w+\s+(?:secondi|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei])\s+fa|"
    r"\w+\s+(?:seconden|minu(?:ut|ten)|uur|uren|dag(?:en)?|we(?:ek|ken)|maand(?:en)?)\s+geleden|"
    r"för\s+\w+\s+(?:sekunder|minut(?:er)?|timm(?:e|ar)|dag(?:ar)?|veck(?:a|or))\s+sedan|"
    r"for\s+\w+\s+(?:sekunder|minutt(?:er)?|minut(?:ter)?|time(?:r)?|dage?r?)\s+siden|"
    r"\w+\s+(?:sekund[ęy]?|minut[ęy]?|godzin[ęy]?|dni|dzień)\s+temu|"
    r"\w+\s+(?:секунд[уы]?|минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|день)\s+назад|"
    r"\w+\s+(?:saniye|dakika|saat|gün|hafta|ay)\s+önce|"
    r"\d+\s*(?:秒|分钟|分鐘|小时|小時|天|分|時間|日)\s*前|"
    r"\d+\s*(?:초|분|시간|일)\s*전|"
    r"منذ\s+\w+(?:\s+(?:ثوان|دقيقة|دقائق|ساعة|ساعات|يوم|أيام))?"
)
_AGE = re.compile(rf"(?<!\w)(?:{_AGES})(?!\w)", re.IGNORECASE)

_STAMPED = (
    r"(?:last\s+|first\s+)?(?:updated?|published|posted|modified|revised|refreshed)\b|as of\b|"
    r"(?:zuletzt\s+)?aktualisier(?:t|ung)\b|veröffentlicht\b|stand\s*:|letztes update\b|erschienen\b|"
    r"(?:mis à jour|mise à jour|publié|modifié)\b|(?:actualizad[oa]|publicad[oa]|atualizad[oa])\b|"
    r"última actualización\b|"
    r"(?:aggiornat[oa]|pubblicat[oa])\b|ultimo aggiornamento\b|(?:bijgewerkt|gepubliceerd|laatste update)\b|"
    r"(?:uppdaterad|publicerad|opdateret|oppdatert|publisert|udgivet)\b|(?:aktualizacja|opublikowano)\b|"
    r"(?:обновлено|опубликовано)\b|(?:güncelleme|yayınlanma)\b|更新|发布|發布|最終更新|تم التحديث|نُ?شر"
)
_STAMP = re.compile(rf"\W*(?:{_STAMPED})", re.IGNORECASE)
_STAMP_WORDS = 14  # words of a line that only says when: longer ones are sentences that begin so
_MONTHS = (
    r"jan\w*|feb\w*|mar\w*|mär\w*|apr\w*|ma[iy]\w*|jun\w*|jul\w*|aug\w*|sep\w*|oct\w*|okt\w*|nov\w*|dec\w*|dez\w*|"
    r"am|pm|a\.m|p\.m|uhr|gmt|utc|[cemp][ed]?[sd]?t|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|at|on|by|um|am|by|the"
)
_MOMENT = rf"(?:[\d.,:/h|-]+|\b(?:{_MONTHS}|de|le|el|à|den|del|di|ore|kl)\b\.?)"
# Within a line, as in a summary that was made of the page's first lines: only one that begins with a capital.
_STAMP_WITHIN = re.compile(
    r"(?<!\w)(?:(?:Last |First )?(?:Updated|Published|Posted|Modified)|Stand|(?:Zuletzt )?Aktualisiert|Veröffentlicht|"
    r"Mis à jour|Publié|Modifié|Actualizado|Publicado|Atualizado|Aggiornato|Pubblicato|Bijgewerkt|Gepubliceerd|"
    r"Uppdaterad|Publicerad|Opdateret|Publisert|Udgivet|Opublikowano|Обновлено|Опубликовано)\s*:?\s+"
    rf"(?=[^.!?]{{0,40}}(?:\d[:.h]\d\d|\d{{4}}))(?:(?i:{_MOMENT})\s*)+"
)
_DATE_LINE = re.compile(rf"(?:[\d\W]|\b(?:{_MONTHS})\b)+", re.IGNORECASE)

_COUNTER = re.compile(
    r"\W*(?:\d[\d.,\s]*[km]?\s+(?:comments?|shares?|likes?|views?|reads?|readers?|reactions?|votes?|replies|followers?|"
    r"people (?:are )?(?:reading|watching|have read)|kommentare?|aufrufe|leser|reaktionen|commentaires?|partages?|"
    r"comentarios?|comentários?|commenti|condivisioni|reacties|kommentarer|komentarzy|комментари\w+|yorum|评论|阅读|"
    r"min(?:ute)?s? (?:to )?read|min\.? lesezeit|minuten lesezeit)\b|"
    r"(?:reading time|lesezeit|estimated read|temps de lecture|comments?|kommentare|views|shares)\s*:?\s*\d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b[\d.,]+\s*[km]?\s+(?:people|readers|users|others|visitors|subscribers)\s+(?:are|have|like|liked|read|"
    r"reading|shared|watching|viewed|joined)\b",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\W*(?:advert(?:isement|orial)?s?\b|sponsored\b|promoted\b|paid (?:post|content|partnership)|partner content|"
    r"brought to you\b|anzeige\b|werbung\b|gesponsert\b|publicit[ée]\b|publicidad\b|publicidade\b|pubblicit[àa]\b|"
    r"advertentie\b|annons\b|annonce\b|reklama?\b|реклама\b|广告|広告|إعلان|"
    r"related\b|read (?:more|also|next)\b|also read\b|more (?:on|from|about|stories|news|like)\b|see also\b|"
    r"don['’]?t miss\b|you (?:may|might) (?:also )?(?:like|be interested)|recommended\b|most (?:read|popular|viewed)\b|"
    r"trending\b|top stories\b|editor['’]?s['’]? picks?\b|up next\b|watch(?: now| live| also)?\s*:|listen\s*:|"
    r"(?:mehr|lesen sie|lies) (?:zum thema|dazu|auch|mehr)\b|mehr (?:aus|von|über)\b|auch interessant\b|"
    r"meistgelesen\b|das könnte (?:sie|dich)\b|empfohlen\b|"
    r"(?:[àa] lire|lire) (?:aussi|également)\b|sur le même (?:sujet|thème)\b|voir aussi\b|"
    r"(?:lea|lee|leer|ver) (?:también|tambien|más)\b|te puede interesar\b|más (?:información|noticias)\b|"
    r"leia (?:também|mais)\b|veja (?:também|mais)\b|leggi anche\b|potrebbe interessarti\b|"
    r"lees (?:ook|meer)\b|läs (?:också|även|mer)\b|læs også\b|les også\b|(?:czytaj|zobacz) (?:też|także|również)\b|"
    r"читайте также\b|ayrıca oku|ilgili haber|相关阅读|延伸阅读|関連記事|اقرأ أيضا)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:subscribe (?:to|now|today|for)|sign up (?:for|to|now|here|today)|our newsletter|free trial|shop now|"
    r"buy now|order now|click here|tap here|download (?:our|the) app|follow us|join (?:our|us on)|% off|use (?:the )?"
    r"code|limited[- ]time|special offer|free shipping|subscribers only|support our|donate (?:now|today)|"
    r"jetzt (?:abonnieren|bestellen|kaufen|sichern|testen|anmelden|lesen)|unser(?:en)? newsletter|% rabatt|"
    r"abonnez-vous|inscrivez-vous|suscr[ií]bete|assine|iscriviti|abonneer|prenumerera|zapisz się|подпишитесь|"
    r"(?:accept|use) cookies|cookie policy|privacy policy|terms of (?:use|service)|all rights reserved|©)",
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂「」『』", '"') | dict.fromkeys("‘’‚‛′‹›`´", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"[^\S\n]+")
_SENTENCE_END = re.compile(r"[.!?。！？।؟۔][\"')\]]*\Z")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"\w+")
_LEAST = 4  # words of a sentence
_UNSPACED_LEAST = 10  # characters of one in a script without spaces
_LINK = 12  # words of a line that may still belong to a box of links
# British quotations: an apostrophe within a word is none of its ends.
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)((?:[^'\n]|(?<=\w)'(?=\w)){8,}?)'(?!\w)")


def plain(text: str) -> str:
    """Return a text with one form for quotation marks, dashes and spaces, and without what cannot be seen."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DASHES)
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_clocks(text: str) -> str:
    """Return a text without how long ago something was ("updated 3 minutes ago")."""
    return _SPACE.sub(" ", _AGE.sub(" ", _STAMP_WITHIN.sub(" ", text))).strip()


def is_furniture(line: str) -> bool:
    """Whether a line (as ``plain`` returns it) belongs to the page and not to the news."""
    count = len(_WORDS.findall(line))
    if not _LETTERS.search(line) or _DATE_LINE.fullmatch(line):
        return True
    if _STAMP.match(line) and count <= _STAMP_WORDS:
        return True
    return any(pattern.match(line) for pattern in (_BOX, _COUNTER)) or bool(
        _ASKING.search(line) or _COUNTED.search(line)
    )


def lines(text: str) -> list[str]:
    """Return the lines of a text that may be news: no furniture, and none of the links under a box's heading."""
    found: list[str] = []
    boxed = False
    for line in map(str.strip, plain(text).split("\n")):
        if not line:
            continue
        ended = is_sentence(line)
        if is_furniture(line):
            boxed = boxed or (bool(_BOX.match(line)) and not ended)
            continue
        boxed = boxed and (len(_WORDS.findall(line)) < _LINK or not ended)
        if not boxed:
            found.append(line if '"' in line else _SINGLE.sub(r'"\1"', line))
    return found


def is_sentence(text: str) -> bool:
    """Whether a text ends as sentences do; headings, captions and links do not."""
    return _SENTENCE_END.search(text) is not None


def is_news(sentence: str) -> bool:
    """Whether a part of a line is a sentence of the news: long enough, and no furniture."""
    if is_furniture(sentence) or not is_sentence(sentence):
        return False
    return len(_WORDS.findall(sentence)) >= _LEAST or len(sentence) >= _UNSPACED_LEAST

"""How texts name their sources: a table of phrases by language. Anyone can add a line.

``{outlet}`` stands for the name; words in ``ROLES`` may stand between the phrase and the name ("according to the news
agency dpa"). A phrase of ``UNNAMED`` names nobody ("local media reported"). ``CREDITS`` tell where the whole text comes
from; they are of no language. Letter case does not count. A phrase may name its outlet before it or after it.
"""

NAMED: dict[str, tuple[str, ...]] = {
    "en": (
        "according to {outlet}", "as reported by {outlet}", "reported by {outlet}", "reports by {outlet}",
        "first reported by {outlet}", "a report by {outlet}", "report from {outlet}", "a report in {outlet}",
        "told {outlet}", "tells {outlet}", "an interview with {outlet}", "interview with {outlet}",
        "quoted by {outlet}",
        "statement to {outlet}", "seen by {outlet}", "reviewed by {outlet}", "obtained by {outlet}", "citing {outlet}",
        "cited by {outlet}", "published by {outlet}", "published in {outlet}", "speaking to {outlet}",
        "spoke to {outlet}",
        "{outlet} reported", "{outlet} reports", "{outlet} first reported", "{outlet} has reported", "reports {outlet}",
        "reported {outlet}", "{outlet} quoted", "{outlet} wrote", "{outlet} writes", "{outlet} revealed",
        "{outlet} said in a report", "{outlet} also reported", "{outlet} had reported", "{outlet} previously reported",
    ),
    "de": (
        "laut {outlet}", "wie {outlet} berichtet", "wie {outlet} meldet", "wie {outlet} schreibt", "berichtet {outlet}",
        "berichtete {outlet}", "berichten {outlet}", "meldet {outlet}", "meldete {outlet}", "schreibt {outlet}",
        "sagte {outlet}", "gegenüber {outlet}", "nach angaben von {outlet}", "unter berufung auf {outlet}",
        "nach informationen von {outlet}", "nach informationen der {outlet}", "im gespräch mit {outlet}",
        "im interview mit {outlet}", "bericht der {outlet}", "bericht von {outlet}", "so {outlet}",
        "{outlet} berichtet", "{outlet} berichtete", "{outlet} meldet", "{outlet} meldete", "{outlet} zitiert",
        "{outlet} schreibt", "{outlet} zufolge", "sagt {outlet}", "gibt {outlet} an", "zuerst berichtete {outlet}",
    ),
    "fr": (
        "selon {outlet}", "d'après {outlet}", "rapporte {outlet}", "rapportait {outlet}", "a rapporté {outlet}",
        "indique {outlet}", "révèle {outlet}", "a révélé {outlet}", "relate {outlet}", "précise {outlet}",
        "a déclaré à {outlet}", "a indiqué à {outlet}", "a confié à {outlet}", "confie à {outlet}",
        "auprès de {outlet}",
        "informations de {outlet}", "informations du {outlet}", "annonce {outlet}", "cité par {outlet}",
        "dans {outlet}", "affirme {outlet}", "a affirmé à {outlet}", "a appris {outlet}", "a précisé à {outlet}",
        "{outlet} rapporte", "{outlet} révèle", "{outlet} a révélé", "{outlet} indique", "au micro de {outlet}",
    ),
    "es": (
        "según {outlet}", "según informó {outlet}", "según informa {outlet}", "según publica {outlet}",
        "de acuerdo con {outlet}", "informó {outlet}", "informa {outlet}", "reportó {outlet}", "publicó {outlet}",
        "publica {outlet}", "publicado por {outlet}", "declaró a {outlet}", "dijo a {outlet}", "ha dicho a {outlet}",
        "declaraciones a {outlet}", "citado por {outlet}", "entrevista con {outlet}", "entrevista a {outlet}",
        "recoge {outlet}", "ha adelantado {outlet}", "adelantó {outlet}", "señaló {outlet}", "indicó {outlet}",
        "{outlet} informó", "{outlet} informa", "{outlet} reportó", "{outlet} publicó", "{outlet} asegura",
    ),
    "it": (
        "secondo {outlet}", "secondo quanto riporta {outlet}", "secondo quanto riportato da {outlet}",
        "riporta {outlet}", "riferisce {outlet}", "come riporta {outlet}", "scrive {outlet}", "riportato da {outlet}",
        "ha detto a {outlet}", "ha dichiarato a {outlet}", "intervista a {outlet}", "intervista al {outlet}",
        "citato da {outlet}", "in base a {outlet}", "dichiarato all'{outlet}", "all'{outlet}", "rivela {outlet}",
        "informa {outlet}", "{outlet} riporta", "{outlet} riferisce", "{outlet} scrive", "lo riferisce {outlet}",
        "fa sapere {outlet}", "anticipato da {outlet}",
    ),
    "pl": (
        "według {outlet}", "jak podaje {outlet}", "jak informuje {outlet}", "jak podał {outlet}",
        "jak podała {outlet}", "jak podało {outlet}", "podaje {outlet}", "podał {outlet}", "podała {outlet}",
        "poinformował {outlet}", "poinformowała {outlet}", "informuje {outlet}", "donosi {outlet}", "pisze {outlet}",
        "powiedział {outlet}", "powiedziała {outlet}", "w rozmowie z {outlet}", "cytowany przez {outlet}",
        "ustaliła {outlet}", "ustalił {outlet}", "przekazał {outlet}", "przekazała {outlet}", "za {outlet}",
        "{outlet} podaje", "{outlet} informuje", "{outlet} donosi", "{outlet} pisze",
    ),
    "ru": (
        "по данным {outlet}", "по информации {outlet}", "по сообщению {outlet}", "сообщает {outlet}",
        "сообщил {outlet}", "сообщила {outlet}", "сообщило {outlet}", "передает {outlet}", "передаёт {outlet}",
        "пишет {outlet}", "пишут {outlet}", "со ссылкой на {outlet}", "рассказал {outlet}", "рассказала {outlet}",
        "заявил {outlet}", "цитирует {outlet}", "отмечает {outlet}", "в интервью {outlet}", "в беседе с {outlet}",
        "как сообщает {outlet}", "как пишет {outlet}", "{outlet} сообщает", "{outlet} сообщил", "{outlet} передает",
        "{outlet} пишет", "{outlet} сообщило", "сообщили {outlet}",
    ),
    "tr": (
        "{outlet} haberine göre", "{outlet} göre", "{outlet} bildirdi", "{outlet} aktardı", "{outlet} duyurdu",
        "{outlet} yazdı", "{outlet} konuşan", "{outlet} açıklama yapan", "{outlet} konuştu", "{outlet} yer alan",
        "{outlet} muhabirine", "{outlet} aktardığına göre", "{outlet} bildirdiğine göre", "{outlet} açıklamada",
    ),
    "ar": (
        "وفقا ل{outlet}", "وفقًا ل{outlet}", "بحسب {outlet}", "حسب {outlet}", "نقلت {outlet}", "نقلا عن {outlet}",
        "نقلاً عن {outlet}", "ذكرت {outlet}", "أفادت {outlet}", "قالت {outlet}", "أعلنت {outlet}", "كشفت {outlet}",
        "ونقلت {outlet}", "وذكرت {outlet}", "وأفادت {outlet}", "وقالت {outlet}", "وبحسب {outlet}", "أوردت {outlet}",
        "صرح ل{outlet}", "وفق {outlet}",
    ),
    "zh": (
        "据{outlet}报道", "据{outlet}", "{outlet}报道", "{outlet}援引", "援引{outlet}", "接受{outlet}", "{outlet}称",
        "来源:{outlet}", "来源:{outlet}", "{outlet}记者", "告诉{outlet}", "{outlet}消息", "{outlet}电",
    ),
}  # fmt: skip

UNNAMED: dict[str, tuple[str, ...]] = {
    "en": ("local media reports", "local media reported", "state media reported", "media reported", "media said",
           "according to local media", "according to state media", "according to media", "according to reports",
           "news reports", "according to a report in the press"),
    "de": ("medienberichten zufolge", "laut medienberichten", "nach medienberichten", "medien berichten",
           "laut medien", "medien zufolge", "berichten zufolge"),
    "fr": ("selon les médias", "selon la presse", "selon des médias", "d'après la presse", "la presse locale"),
    "es": ("según medios", "según los medios", "medios locales", "según la prensa", "informaron medios"),
    "it": ("secondo i media", "secondo la stampa", "i media locali", "media locali"),
    "pl": ("według mediów", "jak podają media", "media donoszą", "podają media", "media podają"),
    "ru": ("по данным сми", "сообщают сми", "сообщили сми", "пишут сми", "местные сми", "сообщениям сми"),
    "tr": ("basına yansıyan", "medyada yer alan", "basında yer alan", "yerel basın", "yerel medya"),
    "ar": ("وسائل إعلام محلية", "بحسب وسائل إعلام", "ذكرت وسائل إعلام", "وفق وسائل إعلام", "تقارير إعلامية"),
    "zh": ("据媒体报道", "媒体报道称", "据当地媒体", "据外媒报道", "据报道", "外媒报道"),
}  # fmt: skip

ROLES: dict[str, tuple[str, ...]] = {
    "en": ("the", "a", "an", "news", "agency", "wire", "newspaper", "broadcaster", "outlet", "website", "channel",
           "magazine", "daily", "state", "local", "network", "tv", "television", "radio", "french", "german", "russian",
           "dutch", "chinese", "turkish", "italian", "spanish", "british", "us", "american", "japanese", "weekly"),
    "de": ("der", "die", "das", "dem", "den", "nachrichtenagentur", "nachrichtenagenturen", "zeitung", "agentur",
           "sender", "magazin", "portal", "tageszeitung", "nachrichtenmagazin", "deutschen", "deutsche", "von", "blatt",
           "angaben", "informationen", "bericht", "berichten"),
    "fr": ("le", "la", "les", "l'", "l’", "l", "agence", "quotidien", "journal", "de", "presse", "chaîne", "au", "du",
           "à", "site",
           "nos", "confrères", "informations"),
    "es": ("el", "la", "los", "agencia", "diario", "periódico", "cadena", "de", "noticias", "al", "medio", "a",
           "portal", "televisión"),
    "it": ("il", "la", "lo", "l'", "l’", "l", "agenzia", "quotidiano", "giornale", "di", "stampa", "al", "alla",
           "all", "dal",
           "dalla", "dall", "sito", "quanto", "riporta", "riferito", "riferisce", "da"),
    "pl": ("agencja", "agencji", "dziennik", "dziennika", "portal", "portalu", "gazeta", "telewizja", "stacja",
           "stacji", "tygodnik", "serwis", "pap", "rozgłośnia", "radio"),
    "ru": ("агентство", "агентства", "агентству", "издание", "издания", "изданию", "газета", "газеты", "газете",
           "телеканал", "телеканала", "телеканалу", "портал", "портала", "корреспондент", "корреспонденту", "сайт",
           "журнал",
           "информагентство", "новостей", "городских"),
    "tr": ("ajansı", "ajansının", "ajansına", "gazetesi", "gazetesinin", "gazetesine", "televizyonu", "haber",
           "muhabirine", "muhabiri", "kanalı", "televizyonuna", "sitesi", "sitesine", "nin", "nın", "ya", "ye", "a",
           "e",
           "ın", "in", "un", "ün"),
    "ar": ("وكالة", "لوكالة", "الأنباء", "أنباء", "صحيفة", "لصحيفة", "قناة", "لقناة", "شبكة", "لشبكة", "موقع", "لموقع",
           "عن", "ل", "الرسمية", "الفرنسية", "التركية", "الروسية", "السعودية", "ما", "ذكرت", "مصادر"),
    "zh": (),
}  # fmt: skip

CREDITS = (
    "({outlet}) -", "({outlet}) –", "({outlet}) —", "({outlet}):", "({outlet}).", "({outlet})",
    "with information from {outlet}", "with inputs from {outlet}", "with input from {outlet}", "with agencies",
    "with files from {outlet}", "with material from {outlet}", "{outlet} contributed to this report",
    "produced by {outlet}", "copyright {outlet}", "originally published by {outlet}",
    "first appeared on {outlet}", "this article was originally published on {outlet}", "source: {outlet}",
    "quelle: {outlet}", "fuente: {outlet}", "fonte: {outlet}", "source : {outlet}", "źródło: {outlet}",
    "источник: {outlet}", "kaynak: {outlet}", "المصدر: {outlet}", "mit material von {outlet}", "avec {outlet}",
    "con información de {outlet}", "(reporting by {outlet}",
)  # fmt: skip

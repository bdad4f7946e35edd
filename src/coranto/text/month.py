"""Months and days of the week by name, in the languages that newsrooms write in."""

# Prefixes of names, one month per line: English, German, French, Spanish, Italian, Portuguese, Catalan, Romanian,
# Dutch, the Nordic and Baltic languages, Polish, Czech, Slovak, Croatian, Hungarian, Turkish, Indonesian, Greek,
# Russian, Ukrainian, Bulgarian, Serbian, Arabic, Hebrew. The longest prefix decides: Czech ``srpna`` is August,
# Croatian ``srpnja`` July.
_MONTHS = """
jan jän gen ene ian янв яну јан січ oca sty led siječ tammi jaan sausio ιαν يناير ינואר
feb fév fev fäb feber фев лют şub lut úno unor velj helmi veeb vasar φεβ فبراير פברואר
mar mär mrt maa märts març márc мар бер bře brez ožuj kovo μαρ μάρ مارس מרץ
apr abr avr ápr апр квіт кві nis kwi dub trav huhti balan απρ أبريل ابريل אפריל
may mai mag maj mei maig máj maí mayı май мая мај трав kvě kvet svib touko gegu μαϊ μάι μαι مايو מאי
jun juin giu iun jún juun jūn июн юни јун черв haz cze červen června lipnj lipanj kesä birž ιουν ιούν يونيو יוני
jul juil lug iul júl juul jūl июл юли јул лип tem lip červenc srpnj srpanj heinä liep ιουλ ιούλ يوليو יולי
aug août aou aoû ago agu aug ágú авг сер ağu sie srp kolov elo rugp αυγ αύγ أغسطس اغسطس אוגוסט
sep set szept сен сеп вер eyl wrz zář ruj syys rugs σεπ سبتمبر ספטמבר
oct okt ott out окт жов eki paź říj loka spal οκτ أكتوبر اكتوبر אוקטובר
nov noi noy ноя ное нов лист kas lis studen marras lapk νοε νοέ نوفمبر נובמבר
dec dez déc dic des dets дек дец груд ara gru pro joulu gruod δεκ ديسمبر דצמבר
"""
_MONTH = {start: number for number, line in enumerate(_MONTHS.strip().splitlines(), 1) for start in line.split()}
_LONGEST = max(map(len, _MONTH))
# Days of the week, Monday first: English, German, French, Spanish, Italian, Portuguese, Dutch.
_DAYS = """
mon|montag mo|lun lundi lunes lunedì|seg segunda|maandag ma
tue tues|dienstag di|mar mardi martes martedì|ter terça|dinsdag
wed|mittwoch mi|mer mercredi mié miércoles mercoledì|qua quarta|woensdag wo
thu thur thurs|donnerstag do|jeu jeudi jue jueves gio giovedì|qui quinta|donderdag
fri|freitag fr|ven vendredi vie viernes venerdì|sex sexta|vrijdag vr
sat|samstag sa|sam samedi sáb sábado sabato|zaterdag za
sun|sonntag so|dim dimanche dom domingo domenica|zondag zo
"""
_DAY = {
    name: number for number, line in enumerate(_DAYS.strip().splitlines()) for name in line.replace("|", " ").split()
}
_ENGLISH = "monday tuesday wednesday thursday friday saturday sunday"
_DAY |= {name: number for number, name in enumerate(_ENGLISH.split())}


def month(word: str) -> int | None:
    """Return the number of a month by its name or a prefix of it, 1 to 12; None for other words."""
    word = word.lower().removeprefix("ב")
    return next((_MONTH[word[:size]] for size in range(min(len(word), _LONGEST), 2, -1) if word[:size] in _MONTH), None)


def weekday(word: str) -> int | None:
    """Return the number of a day of the week by its name, 0 (Monday) to 6; None for other words."""
    return _DAY.get(word.lower().rstrip(".,"))

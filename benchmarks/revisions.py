"""Measure what is named of changed articles: edits made by hand, and changes of the page that are none of the news.

    python benchmarks/revisions.py [--seed dev|held] [--edits 500] [--nothing 500] [--show]

Pages of made-up articles in four languages are edited (a number, a name, a quote or the headline) or redecorated (the
clock, advertisements, related articles, markup), read by the extractor as a newsroom reads them, and compared. ``held``
has other words, other sentences and other pages than ``dev``: no rule was chosen by it. Prints one JSON object a kind.
"""

import argparse
import collections
import html
import json
import random
import re

from coranto.errors import NoArticle
from coranto.extract import page
from coranto.revision.compare import compare
from coranto.revision.version import of_page

URL = "https://daily.example/2026/03/05/story"

# Per language: first names, last names, places, offices; sentences with slots; quotes; closing words of a quote.
# The first half of every list belongs to ``dev``, the second to ``held``.
WORDS = {
    "en": {
        "first": ["Ellen", "Marcus", "Priya", "Tomas", "Gloria", "Henrik", "Aisha", "Colin", "Maria", "Declan", "Yusuf", "Ingrid"],
        "last": ["Marsh", "Holloway", "Desai", "Novak", "Whitfield", "Larsen", "Bello", "Tremaine", "Okafor", "Brennan", "Demir", "Falk"],
        "place": ["Northwick", "Harlow", "Millbrook", "Eastvale", "Port-Marlin", "Ashdown", "Kettering", "Dunmore", "Westhaven", "Larkfield"],
        "office": ["Mayor", "Councillor", "Inspector", "Professor", "Senator", "Judge", "Captain", "Minister"],
        "headline": [
            "{place} council closes {n} libraries in budget row", "Fire at {place} factory leaves {n} injured",
            "{last} quits as head of {place} hospital", "Court orders {place} to repay {n} million",
            "Flood warning for {place} after {n} days of rain", "{office} {last} denies claims over {place} bridge",
        ],
        "sentence": [
            "The council of {place} voted on Tuesday to close {n} libraries by the end of next year.",
            "About {n} people were in the building when the fire broke out, according to the fire service.",
            "{office} {name} had asked for a delay of {n} weeks to look at the figures again.",
            "Residents of {place} have waited {n} years for a new bridge across the river.",
            "The project is expected to cost {n} million pounds, twice as much as planned.",
            "It was the first time that {name} had spoken in public since the vote in {place}.",
            "{name}, who joined the board in {year}, said the decision had not been easy.",
            "Last year the county spent {n} million on roads and only a tenth of that on schools.",
            "A report by {name} of the University of {place} found {n} serious faults in the design.",
            "The trial of {name} will begin in {place} in the spring, a spokeswoman said.",
            "In {year} the town lost {n} jobs when the shipyard closed its gates for good.",
            "Work at the site near {place} stopped on Friday after {n} of the pumps had failed.",
        ],
        "quote": [
            "We had no other choice in this matter", "It is a sad day for every one of us",
            "Nobody asked the people who live here", "The numbers simply did not add up any more",
            "I will not comment on an open case", "This town deserves better than empty promises",
            "We are looking at every option on the table", "They should have told us months ago",
        ],
        "said": ["said {name}", "{name} told reporters", "{office} {last} said on Monday", "according to {name}"],
        "filler": ["Critics of the plan say it will hurt families most.", "Further talks are planned for next week.",
                   "The decision can still be appealed.", "Nobody at the company could be reached for comment."],
        "clock": ["Updated {n} minutes ago", "Last updated: {n}:15 GMT", "Published {n} hours ago", "{n} min read"],
        "ad": ["Advertisement", "Save {n}% on your first order. Shop now!", "Sponsored: The best kettles of the year",
               "Sign up for our newsletter and get the news at {n} every morning."],
        "related": ["{place} to raise parking fees by {n} per cent", "Why {last} left the board of {place} harbour",
                    "In pictures: {n} gardens of {place}", "{name}: 'I never wanted to lead'"],
        "box": ["Related stories", "Read more", "Most read", "More from {place}"],
    },
    "de": {
        "first": ["Anna", "Jürgen", "Leyla", "Matthias", "Sabine", "Ottokar", "Franziska", "Emre", "Birgit", "Stefan"],
        "last": ["Reinhardt", "Vogel", "Yildiz", "Brandner", "Kessler", "Lindqvist", "Hofstätter", "Öztürk", "Petersen", "Zumbach"],
        "place": ["Nordhagen", "Altenbrück", "Mühlwald", "Seefurt", "Kirchlohe", "Rabenstein", "Ostermoor", "Lindenau"],
        "office": ["Bürgermeister", "Ministerin", "Richterin", "Professor", "Landrat", "Staatsanwältin"],
        "headline": [
            "{place} schließt {n} Büchereien", "Brand in {place}: {n} Verletzte", "{last} verlässt Klinik in {place}",
            "Gericht: {place} muss {n} Millionen zurückzahlen",
        ],
        "sentence": [
            "Der Rat von {place} hat am Dienstag beschlossen, {n} Büchereien bis zum Jahresende zu schließen.",
            "Etwa {n} Menschen waren im Gebäude, als das Feuer ausbrach, teilte die Feuerwehr mit.",
            "{office} {name} hatte um einen Aufschub von {n} Wochen gebeten.",
            "Seit {n} Jahren warten die Menschen in {place} auf eine neue Brücke.",
            "Das Vorhaben soll {n} Millionen Euro kosten, doppelt so viel wie geplant.",
            "Zum ersten Mal seit der Abstimmung in {place} hat sich {name} öffentlich geäußert.",
            "Ein Gutachten von {name} fand {n} schwere Mängel am Entwurf.",
            "Der Prozess gegen {name} beginnt im Frühjahr in {place}, wie das Gericht mitteilte.",
        ],
        "quote": [
            "Wir hatten in dieser Sache keine Wahl", "Das ist ein trauriger Tag für uns alle",
            "Niemand hat die Leute gefragt, die hier wohnen", "Die Zahlen gingen einfach nicht mehr auf",
        ],
        "said": ["sagte {name}", "erklärte {office} {last}", "sagte {name} am Montag"],
        "filler": ["Kritiker fürchten Folgen für die Familien.", "Weitere Gespräche sind für die nächste Woche geplant."],
        "clock": ["Aktualisiert vor {n} Minuten", "Stand: {n}.15 Uhr", "Veröffentlicht am {n}. März um 10 Uhr"],
        "ad": ["Anzeige", "Jetzt bestellen und {n} % Rabatt sichern!", "Unser Newsletter: jeden Morgen um {n} Uhr."],
        "related": ["{place} erhöht Parkgebühren um {n} Prozent", "Warum {last} den Hafen von {place} verließ"],
        "box": ["Mehr zum Thema", "Lesen Sie auch", "Meistgelesen"],
    },
    "es": {
        "first": ["Lucía", "Andrés", "Carmen", "Rodrigo", "Elena", "Joaquín", "Marta", "Esteban"],
        "last": ["Quiroga", "Beltrán", "Ledesma", "Arriaga", "Montalvo", "Saavedra", "Echeverri", "Villalba"],
        "place": ["Valdemora", "Puertoalto", "Montenegra", "Riofrío", "Villaseca", "Altamira", "Peñablanca", "Torreluz"],
        "office": ["alcalde", "ministra", "juez", "senadora"],
        "headline": ["{place} cierra {n} bibliotecas", "Incendio en {place} deja {n} heridos",
                     "{last} deja el hospital de {place}", "Un tribunal exige {n} millones a {place}"],
        "sentence": [
            "El consejo de {place} decidió el martes cerrar {n} bibliotecas antes de fin de año.",
            "Unas {n} personas estaban en el edificio cuando comenzó el incendio, según los bomberos.",
            "Los vecinos de {place} esperan desde hace {n} años un puente nuevo sobre el río.",
            "El proyecto costará {n} millones de euros, el doble de lo previsto.",
            "Un informe de {name} encontró {n} fallos graves en el diseño.",
            "El juicio contra {name} comenzará en primavera en {place}, según un portavoz.",
        ],
        "quote": ["No teníamos otra opción en este asunto", "Es un día triste para todos nosotros",
                  "Nadie preguntó a la gente que vive aquí", "Las cuentas ya no salían de ninguna manera"],
        "said": ["dijo {name}", "afirmó {name} el lunes"],
        "filler": ["Los críticos temen por las familias.", "Habrá más conversaciones la próxima semana."],
        "clock": ["Actualizado hace {n} minutos", "Publicado el {n} de marzo"],
        "ad": ["Publicidad", "Suscríbete hoy y ahorra un {n} por ciento."],
        "related": ["{place} sube las tarifas un {n} por ciento", "Por qué {last} dejó el puerto de {place}"],
        "box": ["Te puede interesar", "Lea también"],
    },
    "fr": {
        "first": ["Camille", "Bastien", "Élodie", "Gaspard", "Solène", "Thibault", "Manon", "Rachid"],
        "last": ["Delacourt", "Fontanel", "Berthelot", "Lemercier", "Vasseur", "Aubrac", "Haddad", "Marchetti"],
        "place": ["Valbourg", "Montclair", "Rocheville", "Saint-Aubert", "Fontenay", "Clairlieu", "Beaupré", "Villedieu"],
        "office": ["ministre", "maire", "juge", "sénatrice"],
        "headline": ["{place} ferme {n} bibliothèques", "Incendie à {place} : {n} blessés",
                     "{last} quitte l'hôpital de {place}", "La justice réclame {n} millions à {place}"],
        "sentence": [
            "Le conseil de {place} a décidé mardi de fermer {n} bibliothèques avant la fin de l'année.",
            "Environ {n} personnes se trouvaient dans le bâtiment au début du feu, selon les pompiers.",
            "Les habitants de {place} attendent depuis {n} ans un nouveau pont sur la rivière.",
            "Le projet doit coûter {n} millions d'euros, deux fois plus que prévu.",
            "Un rapport de {name} a trouvé {n} défauts graves dans le projet.",
            "Le procès de {name} s'ouvrira au printemps à {place}, selon une porte-parole.",
        ],
        "quote": ["Nous n'avions pas d'autre choix dans cette affaire", "C'est un jour triste pour nous tous",
                  "Personne n'a demandé leur avis aux habitants", "Les comptes n'étaient tout simplement plus bons"],
        "said": ["a dit {name}", "a déclaré {name} lundi"],
        "filler": ["Les critiques craignent pour les familles.", "D'autres discussions sont prévues la semaine prochaine."],
        "clock": ["Mis à jour il y a {n} minutes", "Publié le {n} mars à 10h15"],
        "ad": ["Publicité", "Abonnez-vous et économisez {n} pour cent."],
        "related": ["{place} augmente ses tarifs de {n} pour cent", "Pourquoi {last} a quitté le port de {place}"],
        "box": ["À lire aussi", "Sur le même sujet"],
    },
}  # fmt: skip
PADDING = {
    "en": [
        "For weeks the matter had been discussed in shops, in pubs and on the steps of the town hall without any result.",
        "Whether the money will come from the region or from the capital remains open, and nobody seems to be in a hurry.",
        "Those who spoke against the plan received long applause, while its supporters mostly kept silent in the back rows.",
        "The weather was mild, the square was full, and a brass band played until the last speaker had left the stage.",
    ],
    "de": [
        "Seit Wochen wurde über die Sache in Läden, Kneipen und auf den Stufen des Rathauses ohne jedes Ergebnis geredet.",
        "Ob das Geld aus der Region oder aus der Hauptstadt kommt, bleibt offen, und niemand scheint es eilig zu haben.",
        "Wer gegen den Plan sprach, bekam langen Beifall, während die Befürworter in den hinteren Reihen meist schwiegen.",
        "Das Wetter war mild, der Platz war voll, und eine Kapelle spielte, bis der letzte Redner die Bühne verließ.",
    ],
    "es": [
        "Durante semanas se habló del asunto en tiendas, bares y en la escalera del ayuntamiento sin ningún resultado.",
        "Si el dinero vendrá de la región o de la capital sigue abierto, y nadie parece tener mucha prisa por saberlo.",
        "Quienes hablaron contra el plan recibieron un largo aplauso, mientras los demás callaban en las últimas filas.",
        "El tiempo era suave, la plaza estaba llena y una banda tocó hasta que el último orador dejó el escenario.",
    ],
    "fr": [
        "Pendant des semaines on a parlé de la chose dans les magasins et sur les marches de la mairie sans résultat.",
        "Si l'argent viendra de la région ou de la capitale reste ouvert, et personne ne semble vraiment pressé.",
        "Ceux qui parlaient contre le projet ont été longuement applaudis, tandis que les autres se taisaient au fond.",
        "Le temps était doux, la place était pleine et un orchestre a joué jusqu'au départ du dernier orateur.",
    ],
}
MARKS = {"en": ("“", "”"), "de": ("„", "“"), "es": ("«", "»"), "fr": ("« ", " »")}


class Maker:
    """Makes articles, edits and pages of one seed."""

    def __init__(self, seed):
        self.held = seed == "held"
        self.random = random.Random(f"revisions {seed}")

    def pick(self, language, name):
        rows = WORDS[language][name]
        if len(rows) < 6 and name in ("clock", "ad", "related", "box", "filler", "said", "office"):
            return self.random.choice(rows)
        middle = len(rows) // 2
        return self.random.choice(rows[middle:] if self.held else rows[:middle])

    def number(self):
        kind = self.random.random()
        if kind < 0.2:
            return f"{self.random.randint(1, 99)},{self.random.randint(100, 999)}"
        return str(self.random.randint(3, 480))

    def fill(self, language, text):
        first, last = self.pick(language, "first"), self.pick(language, "last")
        values = {
            "first": first, "last": last, "name": f"{first} {last}", "place": self.pick(language, "place"),
            "office": self.pick(language, "office"), "n": self.number(), "year": str(self.random.randint(1990, 2024)),
        }  # fmt: skip
        return text.format(**values)

    def article(self):
        language = self.random.choice(list(WORDS))
        sentences = WORDS[language]["sentence"]
        middle = len(sentences) // 2
        bodies = sentences[middle:] if self.held else sentences[:middle]
        chosen = [self.fill(language, text) for text in self.random.sample(bodies, min(len(bodies), 6))]
        chosen[1:1] = self.random.sample(PADDING[language], 3)
        for _ in range(self.random.randint(1, 2)):
            opening, closing = self.random.choice((MARKS[language], ('"', '"')))
            quote = self.pick(language, "quote")
            if not any(quote in sentence for sentence in chosen):
                said = self.fill(language, self.pick(language, "said"))
                chosen.insert(self.random.randint(1, len(chosen)), f"{opening}{quote}{closing}, {said}.")
        chosen.append(self.pick(language, "filler"))
        paragraphs, at = [], 0
        while at < len(chosen):
            size = self.random.randint(1, 3)
            paragraphs.append(" ".join(chosen[at : at + size]))
            at += size
        headline = self.fill(language, self.pick(language, "headline"))
        return {"language": language, "headline": headline, "paragraphs": paragraphs}

    def edited(self, article, kind):
        """Return the article with one edit, and what it must be named: (kind, before, after)."""
        language, text = article["language"], "\n".join(article["paragraphs"])
        if kind == "headline":
            after = article["headline"]
            while after == article["headline"]:
                after = self.fill(language, self.pick(language, "headline"))
            return article | {"headline": after}, (article["headline"], after)
        if kind == "number":
            before = self.random.choice(re.findall(r"\b\d[\d,]*\b", text))
            after = before
            while after == before:
                after = self.number()
            pattern, count = rf"(?<!\d)(?<!\d,){re.escape(before)}(?!,?\d)", 1
        elif kind == "name":
            names = [
                one for one in (*WORDS[language]["last"], *WORDS[language]["place"]) if re.search(rf"\b{one}\b", text)
            ]
            before = self.random.choice(names)
            group = "last" if before in WORDS[language]["last"] else "place"
            after = before
            while after == before or after in text:
                after = self.random.choice(WORDS[language][group])
            pattern, count = rf"\b{before}\b", self.random.choice((0, 1))
        else:
            quotes = [one for one in WORDS[language]["quote"] if one in text]
            before = self.random.choice(quotes)
            words = before.split()
            if self.random.random() < 0.5:
                after = self.random.choice([one for one in WORDS[language]["quote"] if one not in text])
            else:
                at = self.random.randrange(1, len(words))
                new = {"en": "never", "de": "niemals", "es": "nunca", "fr": "jamais"}[language]
                after = " ".join([*words[:at], new, *words[at + 1 :]])
            pattern, count = re.escape(before), 1
        changed = re.sub(pattern, lambda _: after, text, count=count)
        return article | {"paragraphs": changed.split("\n")}, (before, after)

    def decoration(self, article):
        language = article["language"]
        make = lambda name, low, high: [
            self.fill(language, self.pick(language, name)) for _ in range(self.random.randint(low, high))
        ]
        return {
            "clock": make("clock", 1, 1), "ads": make("ad", 1, 2), "box": make("box", 1, 1),
            "related": make("related", 2, 4), "seed": self.random.random(), "markup": self.random.randint(0, 3),
            "place": self.random.random(),
        }  # fmt: skip

    def redecorated(self, decoration, article, kind):
        """Return another decoration: the clock, the advertisements, the related articles or the markup."""
        other = self.decoration(article)
        names = {
            "clock": ("clock",), "ads": ("ads", "place"), "related": ("related", "box"), "markup": ("markup", "seed"),
        }[kind]  # fmt: skip
        changed = decoration | {name: other[name] for name in names}
        if kind == "markup":
            changed["markup"] = (decoration["markup"] + self.random.randint(1, 3)) % 4
        return changed


def built(article, decoration):
    """Return the page as HTML; the decoration stands in the text as often as outside of it, with and without names."""
    style = random.Random(decoration["seed"])
    markup, escape = decoration["markup"], html.escape
    named = style.random() < 0.5
    classes = (lambda name: f' class="{name}"') if named else (lambda _: f' class="c{style.randrange(10**6)}"')
    paragraphs = []
    for text in article["paragraphs"]:
        body = escape(text, quote=False)
        if markup == 1:
            body = body.replace(" ", "&nbsp;", 1)
        if markup == 2:
            body = re.sub(r"\b([A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+)\b", r"<b>\1</b>", body, count=1)
        if markup == 3:
            body = body.replace("“", '"').replace("”", '"').replace("„", '"').replace(" ", "\n   ", 2)
        paragraphs.append(f"<p{classes('par')}>{body}</p>")
    if style.random() < 0.5:
        at = round(decoration["place"] * len(paragraphs))
        paragraphs[at:at] = [f"<div{classes('ad')}><p>{escape(text)}</p></div>" for text in decoration["ads"]]
        ads = ""
    else:
        ads = "".join(f"<div{classes('promo')}>{escape(text)}</div>" for text in decoration["ads"])
    links = "".join(f'<li><a href="/{style.randrange(9999)}">{escape(text)}</a></li>' for text in decoration["related"])
    box = f"<div{classes('related')}><h3>{escape(decoration['box'][0])}</h3><ul>{links}</ul></div>"
    clock = f"<p{classes('time')}>{escape(decoration['clock'][0])}</p>"
    body = f"<h1>{escape(article['headline'])}</h1>{clock}{''.join(paragraphs)}"
    inside = style.random() < 0.5
    return (
        f"<!doctype html><html lang={article['language']}><head><title>{escape(article['headline'])} | Daily</title>"
        f'<meta property="og:title" content="{escape(article["headline"])}">'
        '<meta property="og:type" content="article"><meta property="article:published_time" '
        f'content="2026-03-05T08:00:00Z"></head><body><article>{body}{box if inside else ""}</article>'
        f"{ads}{'' if inside else box}</body></html>"
    ).encode()


def readable(maker):
    """Return an article whose page holds enough text to be taken for one."""
    while True:
        article = maker.article()
        try:
            version(built(article, maker.decoration(article)))
        except NoArticle:
            continue
        return article


def version(document):
    return of_page(page.read(document, URL))


def named(differences, kind, pair):
    """Whether the edit was named: by its kind, with what it was before and after."""
    before, after = pair
    return any(one.kind == kind and before in one.before and after in one.after for one in differences)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", choices=("dev", "held"), default="dev")
    asked.add_argument("--edits", type=int, default=500)
    asked.add_argument("--nothing", type=int, default=500)
    asked.add_argument("--show", action="store_true", help="Print what was missed and every false alarm.")
    args = asked.parse_args()
    maker = Maker(args.seed)
    count, hits, more = collections.Counter(), collections.Counter(), collections.Counter()
    for n in range(args.edits):
        kind = ("number", "name", "quote", "headline")[n % 4]
        article = readable(maker)
        after, pair = maker.edited(article, kind)
        decoration = maker.decoration(article)
        again = maker.redecorated(decoration, article, maker.random.choice(("clock", "ads", "related", "markup")))
        found = compare(version(built(article, decoration)), version(built(after, again)))
        count[kind] += 1
        hits[kind] += named(found, kind, pair)
        more[kind] += len(found) > 1
        if args.show and not named(found, kind, pair):
            print("missed", kind, pair, found, *after["paragraphs"], sep="\n   ")
    for kind, total in count.items():
        print(json.dumps({"edit": kind, "made": total, "named": hits[kind], "with more beside it": more[kind]}))
    count, alarms = collections.Counter(), collections.Counter()
    for n in range(args.nothing):
        kind = ("clock", "ads", "related", "markup")[n % 4]
        article = readable(maker)
        decoration = maker.decoration(article)
        before, after = (
            version(built(article, one)) for one in (decoration, maker.redecorated(decoration, article, kind))
        )
        found = compare(before, after)
        count[kind] += 1
        alarms[kind] += bool(found)
        if args.show and found:
            print("alarm", kind, found, sep="\n   ")
    for kind, total in count.items():
        print(json.dumps({"nothing": kind, "made": total, "alarms": alarms[kind]}))


if __name__ == "__main__":
    main()

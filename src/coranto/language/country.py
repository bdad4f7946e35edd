"""Countries and nationalities: *France* and *French* are forms of one word that no stemmer knows. English only."""

# One line per country: its name, then its adjectives and nationals. Names of several words are left to the
# phrases of keywords.
_FORMS = """
Afghanistan Afghan Afghans; Albania Albanian Albanians; Algeria Algerian Algerians; Argentina Argentine Argentinian;
Armenia Armenian Armenians; Australia Australian Australians; Austria Austrian Austrians; Azerbaijan Azerbaijani;
Bangladesh Bangladeshi; Belarus Belarusian; Belgium Belgian Belgians; Bolivia Bolivian; Bosnia Bosnian; Brazil
Brazilian; Britain British Briton Britons Brits; Bulgaria Bulgarian; Cambodia Cambodian; Canada Canadian Canadians;
Chile Chilean; China Chinese; Colombia Colombian; Croatia Croatian Croat; Cuba Cuban; Cyprus Cypriot; Czechia Czech
Czechs; Denmark
Danish Dane Danes; Ecuador Ecuadorian; Egypt Egyptian; England English; Estonia Estonian; Ethiopia Ethiopian;
Finland Finnish Finn Finns; France French Frenchman Frenchwoman; Germany German Germans; Ghana Ghanaian; Greece Greek
Greeks; Greenland Greenlandic Greenlander; Haiti Haitian; Hungary Hungarian; Iceland Icelandic Icelander; India Indian
Indians; Indonesia Indonesian; Iran Iranian; Iraq Iraqi Iraqis; Ireland Irish; Israel Israeli Israelis; Italy Italian
Italians; Jamaica Jamaican; Japan Japanese; Jordan Jordanian; Kazakhstan Kazakh; Kenya Kenyan; Kosovo Kosovan Kosovar;
Kuwait Kuwaiti; Laos Laotian; Latvia Latvian; Lebanon Lebanese; Libya Libyan; Lithuania Lithuanian; Luxembourg
Luxembourger; Malaysia Malaysian; Mali Malian; Malta Maltese; Mexico Mexican; Moldova Moldovan; Mongolia Mongolian;
Montenegro Montenegrin; Morocco Moroccan; Myanmar Burmese; Nepal Nepali Nepalese; Netherlands Dutch; Nicaragua
Nicaraguan; Nigeria Nigerian; Norway Norwegian; Pakistan Pakistani Pakistanis; Palestine Palestinian; Panama
Panamanian; Peru Peruvian; Philippines Filipino Philippine; Poland Polish Poles; Portugal Portuguese; Qatar Qatari;
Romania Romanian; Russia Russian; Rwanda Rwandan; Scotland Scottish Scots; Senegal Senegalese; Serbia Serbian Serb;
Singapore Singaporean; Slovakia Slovak; Slovenia Slovenian Slovene; Somalia Somali; Spain Spanish Spaniard; Sudan
Sudanese; Sweden Swedish Swede Swedes; Switzerland Swiss; Syria Syrian; Taiwan Taiwanese; Tanzania Tanzanian; Thailand
Thai; Tibet Tibetan; Tunisia Tunisian; Turkey Turkish Turk; Uganda Ugandan; Ukraine Ukrainian; Uruguay Uruguayan;
Uzbekistan Uzbek; Venezuela Venezuelan; Vietnam Vietnamese; Wales Welsh; Yemen Yemeni Yemenis; Zambia Zambian;
Zimbabwe Zimbabwean
"""
_ALONE = ("s", "sh", "ch", "ese", "man", "woman")  # endings of forms without a plural in -s: Dutch, Chinese, Swiss


def _with_plurals(row: list[str]) -> tuple[str, ...]:
    """Return a row's forms with the plurals of its nationals: *Ukrainian*, *Ukrainians*."""
    plurals = (f"{form}s" for form in row[1:] if not form.endswith(_ALONE))
    return tuple(dict.fromkeys([*row, *plurals]))


_OF_NAME = {row[0]: _with_plurals(row) for line in _FORMS.lower().split(";") if (row := line.split())}


def forms(name: str, language: str) -> tuple[str, ...]:
    """Return the forms of a country's name, the name included; nothing if the word is not a country's name.

    Only the name matches all forms: *French* may mean the language.
    """
    return _OF_NAME.get(name, ()) if language == "en" else ()

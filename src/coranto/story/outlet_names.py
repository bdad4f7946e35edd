"""Names by which texts call outlets: agencies that everybody cites, and the words that mastheads are made of.

Anyone can add a line: a name as it is written, in any language, and the domain of its outlet.
"""

AGENCIES = {
    "aap": "aap.com.au", "australian associated press": "aap.com.au",
    "afp": "afp.com", "agence france-presse": "afp.com", "l'afp": "afp.com", "فرانس برس": "afp.com",
    "法新社": "afp.com", "афп": "afp.com",
    "agi": "agi.it", "anadolu": "aa.com.tr", "anadolu agency": "aa.com.tr", "anadolu ajansı": "aa.com.tr",
    "aa": "aa.com.tr", "الأناضول": "aa.com.tr",
    "ani": "aninews.in", "ians": "ians.in", "pti": "ptinews.com", "press trust of india": "ptinews.com",
    "anp": "anp.nl", "ansa": "ansa.it", "adnkronos": "adnkronos.com", "apa": "apa.at", "belga": "belga.be",
    "ap": "apnews.com", "associated press": "apnews.com", "ap news": "apnews.com", "美联社": "apnews.com",
    "أسوشيتد برس": "apnews.com", "ассошиэйтед пресс": "apnews.com",
    "bloomberg": "bloomberg.com", "bloomberg news": "bloomberg.com", "彭博社": "bloomberg.com",
    "بلومبرغ": "bloomberg.com", "блумберг": "bloomberg.com",
    "bbc": "bbc.com", "bbc news": "bbc.com", "би-би-си": "bbc.com", "بي بي سي": "bbc.com",
    "abc": "abcnews.go.com", "cbs": "cbsnews.com", "nbc": "nbcnews.com", "cnn": "cnn.com", "سي إن إن": "cnn.com",
    "canadian press": "thecanadianpress.com", "dpa": "dpa.com", "deutsche presse-agentur": "dpa.com",
    "efe": "efe.com", "europa press": "europapress.es", "interfax": "interfax.ru", "интерфакс": "interfax.ru",
    "kyodo": "kyodonews.net", "kyodo news": "kyodonews.net", "共同社": "kyodonews.net",
    "pap": "pap.pl", "polska agencja prasowa": "pap.pl", "press association": "pa.media", "pa media": "pa.media",
    "reuters": "reuters.com", "thomson reuters": "reuters.com", "路透社": "reuters.com", "路透": "reuters.com",
    "رويترز": "reuters.com", "рейтер": "reuters.com", "reuter": "reuters.com",
    "ria novosti": "ria.ru", "риа новости": "ria.ru", "sid": "sid.de", "spa": "spa.gov.sa", "واس": "spa.gov.sa",
    "tass": "tass.ru", "тасс": "tass.ru", "унн": "unn.ua", "укринформ": "ukrinform.ua", "ukrinform": "ukrinform.ua",
    "upi": "upi.com", "wafa": "wafa.ps", "xinhua": "news.cn", "新华社": "news.cn", "شينخوا": "news.cn",
    "中新社": "chinanews.com.cn", "中新网": "chinanews.com.cn", "央视新闻": "cctv.com", "新京报": "bjnews.com.cn",
    "澎湃新闻": "thepaper.cn", "环球时报": "huanqiu.com", "环球网": "huanqiu.com", "人民日报": "people.com.cn",
    "yonhap": "yna.co.kr", "韩联社": "yna.co.kr",
    "iha": "iha.com.tr", "i̇ha": "iha.com.tr", "dha": "dha.com.tr", "ihlas haber ajansı": "iha.com.tr",
    "demirören haber ajansı": "dha.com.tr", "keystone-sda": "keystone-sda.ch", "sda": "keystone-sda.ch",
    "politico": "politico.com", "axios": "axios.com", "bild": "bild.de", "spiegel": "spiegel.de", "stern": "stern.de",
    "marca": "marca.com", "tmz": "tmz.com", "élysée presse": "", "الجزيرة": "aljazeera.net", "العربية": "alarabiya.net",
    "al jazeera": "aljazeera.com", "politiken": "politiken.dk", "france info": "francetvinfo.fr",
    "franceinfo": "francetvinfo.fr", "rmf fm": "rmf24.pl", "onet": "onet.pl", "rbc": "rbc.ru", "рбк": "rbc.ru",
    "коммерсантъ": "kommersant.ru", "известия": "iz.ru", "wsj": "wsj.com",
}  # fmt: skip
"""Name without case to domain (empty where it has none). Short names count only as written in capitals."""

MASTHEAD = frozenset({
    "advertiser", "anzeiger", "argus", "bulletin", "chronicle", "courier", "corriere", "daily", "diario", "dispatch",
    "echo", "examiner", "excelsior", "express", "fernsehen", "figaro", "gazeta", "gazete", "gazetesi", "gazette",
    "gazzetta", "giornale", "globe", "guardian", "haber", "haberleri", "handelsblatt", "herald", "hürriyet",
    "independent", "inquirer", "journal", "kurier", "ledger", "magazin", "magazine", "mail", "merkur", "messaggero",
    "mirror", "monde", "mundo", "nachrichten", "newspaper", "news", "newsweek", "noticias", "nouvel", "observer",
    "observador", "país", "parisien", "post", "presse", "press", "radio", "record", "register", "repubblica",
    "republic", "review", "rundfunk", "rundschau", "sentinel", "spectator", "stampa", "standard", "tagblatt",
    "tageblatt", "tagesschau", "tagesspiegel", "telegraph", "telewizja", "time", "times", "today", "tribune", "tv",
    "vanguardia", "volkskrant", "weekly", "welt", "wyborcza", "zeitung", "wiadomości", "вести", "ведомости", "газета",
    "известия", "новости", "правда", "труд", "радио", "телеканал", "вестник", "جريدة", "صحيفة",
})  # fmt: skip
"""A capitalised name that has one of these words is an outlet's."""

OUTLET_CHARACTERS = ("社", "网", "報", "报", "日报", "晚报", "新闻", "电视台", "周刊", "时报", "通讯社")
"""Endings of an outlet's name in Chinese characters."""

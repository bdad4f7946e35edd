"""A newsroom of hard cases: words of ninety letters, scripts without spaces or from the right, sixty outlets, many topics."""

import msgspec
import seeding

from coranto.model.source import Source
from coranto.model.topic import Topic

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebungsverfahrensbeschleunigungsverordnung"[:90]
ADDRESS = "https://example.org/" + "a-very-long-path-without-a-break/" * 4
TOPICS = (
    Topic(id="ai", name="AI", keywords=("ai", "model", "人工智能", "الذكاء الاصطناعي", "कृत्रिम"), description=f"{LONG}."),
    *(Topic(id=f"t{n}", name=f"Topic of the number {n}", parent="AI" if n % 3 else None, keywords=(f"word{n}",)) for n in range(199)),
)  # fmt: skip
SCRIPTS = (
    ("zh", "议员呼吁立即停止使用人脸识别监控，称人工智能技术错误率过高并威胁公民自由", "南方日报", "七十一名议员签署公开信。"),
    ("ja", "議員ら、警察の顔認識監視の即時停止を要求　人工智能の誤認識率に懸念", "東京新報", "五つの党の議員が署名した。"),
    ("ar", "نواب من خمسة أحزاب يطالبون بوقف فوري لاستخدام الذكاء الاصطناعي في مراقبة الشوارع", "صحيفة الشرق", "وقع واحد وسبعون نائبا على الرسالة."),
    ("hi", "पाँच दलों के सांसदों ने पुलिस की कृत्रिम चेहरा पहचान निगरानी तुरंत रोकने की माँग की", "दैनिक समाचार", "इकहत्तर सांसदों ने पत्र पर हस्ताक्षर किए।"),
    ("he", "חברי כנסת דורשים לעצור מיד את מודל AI לזיהוי פנים ברחובות", "העיתון", "שבעים ואחד חתמו."),
)  # fmt: skip


def fill(newsroom):
    """File the hard stories: one of long words, one of sixty outlets, one in each script, some of many topics."""
    seeding.file(
        newsroom,
        "long",
        [
            seeding.article(f"{LONG} AI model {LONG}", f"{LONG} Post", 0.4, excerpt=f"{LONG} {ADDRESS} {LONG}"),
            seeding.article(f"AI {ADDRESS} model", "The Very Long Name of an Outlet That Goes On and On, and On", 1.4),
            seeding.article("An AI model " + "and so on " * 40, "Short", 2.4),
        ],
    )
    told = []
    for n in range(60):
        copied = n % 3 == 1
        title = "An AI model passes the bar" if copied else f"AI model passes the bar, says outlet {n} of sixty"
        told.append(seeding.article(title, f"Outlet {n} Tribune", 0.3 + n / 9, url=f"https://o{n}.example/1"))
    seeding.file(newsroom, "sixty", told)
    for n, (language, title, outlet, excerpt) in enumerate(SCRIPTS):
        ones = [
            seeding.article(title, outlet, 0.5 + n, language=language, excerpt=excerpt, url=f"https://{language}.example/1"),
            *(seeding.article(f"{title} ({m})", f"{outlet} {m}", m + n, language=language, excerpt=excerpt, url=f"https://{language}{m}.example/1") for m in (2, 3, 4)),
        ]  # fmt: skip
        seeding.file(newsroom, language, ones)
    for n in range(30):
        words = " ".join(f"word{n * 6 + m}" for m in range(6))
        seeding.file(newsroom, f"w{n}", [seeding.article(f"AI model {words}", f"Outlet {n} Tribune", 3 + n / 3)])
    for n in range(60):
        url = f"https://o{n}.example/feed/{'long-' * 20 if n == 3 else ''}"
        name = LONG if n == 1 else f"Outlet {n} Tribune"
        newsroom.store.save_source(
            Source(id=f"o{n}", url=url, title=name, folder=LONG if n == 2 else "", trouble=LONG if n == 4 else None, failures=int(n == 4))
        )  # fmt: skip
    short = msgspec.structs.replace(newsroom.settings.site, tagline=LONG)
    newsroom.settings = msgspec.structs.replace(newsroom.settings, site=short)

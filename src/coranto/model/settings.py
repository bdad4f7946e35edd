"""The settings of a newsroom: ``coranto.toml`` as values. Every number of the classic profile is a default here."""

import msgspec

from coranto.model.rule import Rule

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of ``coranto.toml``; unknown keys are refused."""


class Site(Section, frozen=True, kw_only=True):
    """``[site]``: what readers see.

    ``url`` is the public address with path, without a slash at its end; ``language`` a BCP 47 tag; ``front_days`` how
    far back the front page looks. With ``show_unpublished`` the river, searches and the API show readers what was not
    published, too, where they ask for it. ``pictures`` on lists are our own copies: ``none``, that of the first story
    (``lead``), or ``small`` ones with every story; a reader may choose otherwise. ``zone`` is the IANA time zone of the
    desk's times.
    """

    title: str = "A Coranto"
    tagline: str = ""
    url: str = "http://127.0.0.1:8000"
    language: str = "en-us"
    front_days: int = 3
    page_size: int = 25
    show_unpublished: bool = True
    pictures: str = "none"
    zone: str = "UTC"
    private: bool = False  # only those who are signed in at the desk see the site


class Paths(Section, frozen=True, kw_only=True):
    """``[paths]``: folders and files, relative to the folder of ``coranto.toml``."""

    topics: str = "topics"
    sources: str = "sources.opml"
    records: str = "."  # the folder that contains _news/
    word_pairs: str = ""  # a dictionary of the newsroom's own, for links between languages


class Fetch(Section, frozen=True, kw_only=True):
    """``[fetch]``: limits on network use, in seconds, bytes and concurrent requests.

    ``allow`` lists private hosts, addresses and networks that may be reached, and their ports
    (``127.0.0.1:8765``, ``10.0.0.0/8``, ``intranet.example:8080``). ``look_again`` are the hours after which the page
    of an article in a published story is looked at again.
    """

    contact: str = ""  # an address or a mail in the user agent, so that a publisher can ask
    timeout: float = 20.0
    concurrency: int = 16
    per_host: int = 2
    spacing: float = 1.0  # between two requests to one host
    max_bytes: int = 10_000_000  # of a decoded response
    pages: bool = True  # read the page behind each entry
    hourly: int = 200  # new articles of an outlet in an hour; further ones wait; 0: no limit
    allow: tuple[str, ...] = ()
    look_again: tuple[float, ...] = (1.0, 6.0, 24.0)  # while its story is open; empty: never


class Trust(Section, frozen=True, kw_only=True):
    """``[trust]``: whose word counts for other outlets' articles.

    ``aggregators`` are hosts, domains or networks whose feeds may speak for the outlets that they name, and whose pages
    may be other outlets' (their JSON-LD publisher). Every other feed speaks for its own outlet only.
    """

    aggregators: tuple[str, ...] = ("news.google.com",)


class Judge(Section, frozen=True, kw_only=True):
    """``[judge]``: the points of quality, and how keywords match (``word`` or ``substring``)."""

    match: str = "word"
    topic: int = 2
    keyword: int = 15
    image: int = 20
    amp: int = 20
    video: int = 50
    title_length: int = 70  # characters before a title starts to cost


class Subject(Section, frozen=True, kw_only=True):
    """``[subject]``: the profile ``subject``. First what puts an article on a topic, then the points of quality.

    Evidence is added up by field; ``bar`` of it puts an article on a topic. A keyword in the title suffices. One in
    the summary alone is right in two cases of five, so it needs a second word beside it: another keyword there, one in
    the first paragraphs, a label of the publisher, or a source on the topic.
    """

    bar: float = 1.5
    title: float = 2.0
    summary: float = 1.0
    further: float = 0.5  # a second keyword in the same field
    text: float = 0.5  # a mention in the first paragraphs
    mentions: int = 3  # the most mentions that count there: texts repeat words
    label: float = 1.0  # a category that the publisher gave
    source: float = 1.0  # its source is on the topic: a hint, no proof
    opening: int = 600  # characters of the text that count as its first paragraphs
    points: int = 10  # of quality for each unit of evidence
    most: float = 5.0  # the most evidence that counts, so that repeated keywords gain nothing
    another: int = 2  # points for a further topic
    also: float = 0.5  # share of its points that a topic of the role `also` has
    never: int = 100  # points that a topic of the role `never` takes
    image: int = 2  # a picture; nearly every page has one
    own: int = 2  # a report of its own: a text that cites no other outlet
    lead_own: int = 6  # for the lead: points of an own report; a copy loses them
    lead_quality: float = 0.5  # for the lead: share of quality that counts; keywords piled up tell nothing better
    lead_centre: int = 30  # for the lead: points of the article that is nearest to what the others say
    headline: dict[str, int] = {}  # the cost of a form of headline, if it differs from `form.COSTS`
    taught: int = 40  # the most points by which the taught table changes a quality


class Teach(Section, frozen=True, kw_only=True):
    """``[teach]``: which decisions are counted into the table of what editors and readers choose.

    What is switched off is subtracted again.
    """

    publish: bool = True  # published by an editor
    hide: bool = True  # taken down by an editor
    pin: bool = True  # pinned by an editor
    kept: bool = True  # left published on a day on which an editor was at work
    passed: bool = True  # left unpublished on such a day
    opened: bool = False  # opened by readers, or not
    readers: int = 5  # readers from whom on a published story counts as opened


class Outlet(Section, frozen=True, kw_only=True):
    """``[outlets."example.org"]``: data about an outlet, by domain; the weight also by host."""

    name: str = ""
    icon: str = ""  # address of a picture
    icon_size: int = 50  # pixels, square
    weight: int = 0  # points of quality for all its articles
    why: str = ""  # the reason of the weight, shown in explanations
    owner: str = ""  # outlets with the same owner count as one in a story


class Stories(Section, frozen=True, kw_only=True):
    """``[stories]``: how articles are grouped. Bars are scores between 0 and 1."""

    window_days: float = 3.0
    part_days: float = 7.0
    join: float = 0.105
    near: float = 0.07
    related_days: int = 5
    related_limit: int = 20


class Publish(Section, frozen=True, kw_only=True):
    """``[publish]``: when a story is published, and the parts of its heat.

    ``threshold``, ``related`` and ``per_outlet`` belong to the classic profile; the subject profile uses
    ``threshold`` too if ``per_day`` is 0.
    """

    threshold: int = 70
    related: int = 10  # heat a member
    per_outlet: int = 3  # members of one outlet, beside the lead, that heat a story; 0: all of them
    per_day: float = 10.0  # stories per day; 0: every story that reaches the threshold
    off_topic: bool = False  # whether articles without a topic may be published
    outlet: int = 10  # heat for each further outlet
    outlets: int = 8  # the most further outlets that count
    citing: float = 0.5  # share of that heat for an outlet that only cites another; one that only copies has none
    fresh: int = 20  # heat of a story with a new article; none after `fresh_hours`
    fresh_hours: float = 72.0
    readers: int = 6  # the most heat from readers: one point for every doubling, so that crowds do not count
    cookieless: int = 8  # readers whose browser keeps no cookie that count as one
    outputs: tuple[str, ...] = ("markdown",)
    topics: dict[str, float] = {}  # `per_day` of topics by name; set from their files
    lines: dict[str, int] = {}  # their lines of the day; set when articles are decided


class Letter(Section, frozen=True, kw_only=True):
    """``[letter]``: the newsletter's issues.

    At ``at`` (a time of day, an IANA zone, days of the week) a running newsroom does what ``by_itself`` says:
    nothing (``never``), a ``draft``, or a draft that goes out at once (``send``). ``postal`` is the address that the
    law asks for at the foot of a mail. ``url`` is the address of the server that answers the forms and links of
    readers, where ``site.url`` has static files only.
    """

    by_itself: str = "never"
    at: str = "07:00 UTC mon tue wed thu fri"
    most: int = 12  # new stories
    postal: str = ""
    url: str = ""


class Mail(Section, frozen=True, kw_only=True):
    """``[mail]``: how the newsletter is sent.

    ``sender`` is ``The Hive <letter@hive.example>``; ``servers`` are addresses like
    ``smtps://user:password@mail.example:465?rate=5&hourly=500&connections=2``, which share the work; ``bounces`` the
    IMAP folder with what came back (``imaps://user:password@mail.example/INBOX``). Both may come from
    CORANTO_MAIL_SERVERS (blanks between) and CORANTO_MAIL_BOUNCES only.
    """

    sender: str = ""
    servers: tuple[str, ...] = ()
    bounces: str = ""


class SignIn(Section, frozen=True, kw_only=True):
    """``[sign_in]``: sign-in to the desk by a proxy that authenticates users.

    ``header`` is the one in which it names the person, ``networks`` the addresses and networks that are believed. With
    ``role`` (``editor`` or ``reader``) a name that nobody has is added; without, the header signs in people there are.
    """

    header: str = ""
    networks: tuple[str, ...] = ()
    role: str = ""


class Serve(Section, frozen=True, kw_only=True):
    """``[serve]``: where the site is served.

    ``host`` is an address of this machine, or the path of a Unix socket.
    ``proxies`` are addresses and networks of reverse proxies; only their X-Forwarded-For is believed.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    proxies: tuple[str, ...] = ()


class Settings(Section, frozen=True, kw_only=True):
    """All of ``coranto.toml``. ``database`` and ``key`` may come from CORANTO_DATABASE and CORANTO_SITE_KEY only."""

    profile: str = "classic"  # classic: the numbers of the record's contract; subject: for a newsroom about one subject
    site: Site = Site()
    paths: Paths = Paths()
    fetch: Fetch = Fetch()
    trust: Trust = Trust()
    judge: Judge = Judge()
    subject: Subject = Subject()
    stories: Stories = Stories()
    teach: Teach = Teach()
    publish: Publish = Publish()
    letter: Letter = Letter()
    mail: Mail = Mail()
    sign_in: SignIn = SignIn()
    serve: Serve = Serve()
    outlets: dict[str, Outlet] = {}
    rules: tuple[Rule, ...] = ()  # of rules.txt; set when it is read
    database: str = "sqlite:///coranto.db"
    key: str = ""  # 32 bytes in base64 or hex; empty: no secured line is written
    folder: str = "."  # the folder of coranto.toml; set when it is read
    file: str = "coranto.toml"  # its name as given, for messages; set when it is read

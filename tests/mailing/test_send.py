"""Sending through a real server: each reader gets an issue once, whatever servers answer and whenever a sender ends."""

import asyncio
import re
from datetime import date, timedelta

import msgspec
import pytest
from inbox import Inbox, served
from making import filing, ident, path, record

from coranto import errors
from coranto.letter import issue_file
from coranto.mailing import ledger, links, requests, send, subscribe
from coranto.mailing import subscribe as asking
from coranto.model.newsletter import IssueStory, StoredIssue
from coranto.model.subscriber import Wish
from coranto.run import issue, issue_mail
from coranto.store import restored

DAY = date(2026, 3, 7)


@pytest.fixture
def inbox():
    with served(Inbox()) as inbox:
        yield inbox


@pytest.fixture
def hive(opened, inbox):
    return opened(inbox.address)


def ready(newsroom, topic="", intro="", **fields):
    """Draft an issue of one story."""
    story = IssueStory(
        story="s", article=ident("a"), title=fields.pop("title", "Bees may not be poisoned any more, über alles"), path="/s/s/",
        url="https://wire.example/s", outlet="Wire", domains=("wire.example",), heat=80, published=newsroom.now(),
    )  # fmt: skip
    head = issue_file.head("The Hive", "https://hive.example", DAY, newsroom.now(), (story,), topic)
    made = StoredIssue(
        issue=head, topic=topic, day=DAY, since=newsroom.now(), until=newsroom.now(), stories=(story,), intro=intro
    )
    newsroom.store.save_article(filing("a", "s"))
    newsroom.store.save_record(ident("a"), path("a"), record("a", quality=70), newsroom.now())
    newsroom.store.save_issue(made)
    return made.issue.ident


def sent(newsroom, **options):
    """Send what is due, as the program that sends alone."""

    async def work():
        sender = send.Sender(newsroom, issue_mail.parts)
        while await sender.send_due():
            pass

    with ledger.alone(newsroom) as mine:
        assert mine
        ledger.recover(newsroom)
        asyncio.run(work())


def test_everybody_gets_an_issue_once_with_the_own_links_and_the_file_holds_what_was_sent(
    hive, inbox, subscribe, tmp_path
):
    people = [f"reader{n}@x.example" for n in range(5)]
    subscribe(hive, *people)
    name = ready(hive, intro="Good morning.")
    issue_mail.send(hive, name)
    file = (tmp_path / "_newsletters" / f"{name}.html").read_text()
    assert hive.store.count_deliveries(name) == {"waiting": 5}
    assert inbox.raw == [], "file and ledger come before the first mail"
    sent(hive)
    assert hive.store.count_deliveries(name) == {"sent": 5}
    assert hive.store.get_issue(name).mail == "sent"
    assert sorted(to for to, _ in inbox.mails) == people
    tokens = set()
    for to, mail in inbox.mails:
        assert mail["To"] == to
        assert mail["From"] == "The Hive <letter@hive.example>"
        assert mail["Subject"] == "The Hive, 7 March 2026"
        assert (mail["Precedence"], mail["Auto-Submitted"], mail["List-Id"]) == (
            "bulk",
            "auto-generated",
            "<all.letter.hive.example>",
        )
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        leave = mail["List-Unsubscribe"].strip("<>")
        token = re.fullmatch(r"https://hive\.example/letter/leave/([\w.-]+)/", leave)[1]
        tokens.add(token)
        html, text = (mail.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("html", "plain"))
        for part in (html, text):
            assert part.count(leave) == 1
            assert part.count(f"https://hive.example/letter/settings/{token}/") == 1
            assert "/personal/" not in part
            assert "über alles" in part
        assert (
            file.endswith(html.replace(token, "personal").rstrip("\n"))
            or html.replace(token, "personal").strip() in file
        )
        assert links.read(links.key(hive), "person", token)
    assert len(tokens) == 5
    assert all(len(line) <= 78 for _, raw in inbox.raw for line in raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    with pytest.raises(errors.IssueError, match="has been sent to everybody"):
        issue_mail.send(hive, name)
    sent(hive)
    assert len(inbox.raw) == 5


def test_who_subscribed_since_gets_it_by_sending_again_and_nobody_else(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example")
    name = ready(hive)
    issue_mail.send(hive, name)
    sent(hive)
    subscribe(hive, "ben@x.example")
    issue_mail.send(hive, name)
    sent(hive)
    assert [to for to, _ in inbox.mails] == ["anna@x.example", "ben@x.example"]


def test_a_list_goes_to_those_who_chose_it(hive, inbox, subscribe):
    people = {"all": Wish(), "ai": Wish(topics=("ai",)), "both": Wish(topics=("", "ai")), "week": Wish(weekly=True)}
    subscribe(hive, *(f"{name}@x.example" for name in people))
    for one in hive.store.get_subscribers():
        hive.store.save_subscriber(msgspec.structs.replace(one, wish=people[one.email.partition("@")[0]]))
    for topic, names in (("", {"all", "both"}), ("ai", {"ai", "both"}), ("@weekly", {"week"})):
        numbers = ledger.readers(hive, topic)
        assert {hive.store.get_subscriber(n).email.partition("@")[0] for n in numbers} == names


def test_a_reader_gets_the_words_around_the_news_in_the_chosen_language(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example", "ben@x.example")
    anna = hive.store.get_subscribers()[0]
    hive.store.save_subscriber(msgspec.structs.replace(anna, wish=Wish(language="de")))
    issue_mail.send(hive, ready(hive))
    sent(hive)
    for to, mail in inbox.mails:
        text = mail.get_body(("plain",)).get_content()
        assert ("Unsubscribe:" in text, "Abbestellen" in text) == (
            (True, False) if to.startswith("ben") else (False, True)
        )


def test_4xx_is_tried_later_5xx_is_counted_at_once_and_three_in_a_row_end_it(hive, inbox, subscribe, clock):
    subscribe(hive, "later@x.example", "gone@x.example", "fine@x.example")
    inbox.answers = {
        "later@x.example": ["451 4.7.1 greylisted later@x.example"],
        "gone@x.example": ["550 5.1.1 no gone@x.example"] * 3,
    }
    name = ready(hive)
    issue_mail.send(hive, name)
    sent(hive)
    assert hive.store.count_deliveries(name) == {"sent": 1, "waiting": 1, "refused": 1}
    rows = {one.status for one in hive.store.get_mail_deliveries(name)}
    assert rows == {"451 4.7.1", "550 5.1.1", "250"}, "codes only: a server's words may name the address"
    sent(hive)
    assert len(inbox.raw) == 1
    clock.forward(minutes=6)
    sent(hive)
    assert hive.store.count_deliveries(name) == {"sent": 2, "refused": 1}
    gone = subscribe_by(hive, "gone@x.example")
    assert (gone.bounces, gone.state) == (1, "confirmed")
    for _ in range(2):
        send.bounced(hive, subscribe_by(hive, "gone@x.example"), "550 5.1.1")
    assert subscribe_by(hive, "gone@x.example").state == "undeliverable"


def subscribe_by(newsroom, address):
    return subscribe.by_address(newsroom, address)


def test_a_refusal_of_the_message_itself_is_nobody_s_fault(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example")
    inbox.after = {"anna@x.example": "554 5.7.1 spam"}
    name = ready(hive)
    issue_mail.send(hive, name)
    sent(hive)
    assert hive.store.count_deliveries(name) == {"refused": 1}
    assert subscribe_by(hive, "anna@x.example").bounces == 0


def test_a_mail_whose_answer_was_lost_is_uncertain_and_sent_again_only_on_a_person_s_word(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example", "ben@x.example")
    inbox.drop = {"anna@x.example"}
    name = ready(hive)
    issue_mail.send(hive, name)
    for _ in range(2):
        sent(hive)
    assert hive.store.count_deliveries(name)["uncertain"] == 1
    assert [to for to, _ in inbox.raw].count("anna@x.example") == 1
    assert issue_mail.send_uncertain(hive, name) == 1
    sent(hive)
    assert hive.store.count_deliveries(name) == {"sent": 2}
    ids = [mail["Message-ID"] for to, mail in inbox.mails if to.startswith("anna")]
    assert len(ids) == 2
    assert len(set(ids)) == 1, "a mail program shows it once"


def test_what_a_killed_sender_had_in_hand_is_uncertain_and_the_rest_goes_on(hive, inbox, subscribe):
    subscribe(hive, *(f"r{n}@x.example" for n in range(4)))
    name = ready(hive)
    issue_mail.send(hive, name)
    hive.store.take_delivery([name], hive.now())  # and killed
    sent(hive)
    assert hive.store.count_deliveries(name) == {"sent": 3, "uncertain": 1}


def test_a_server_that_is_down_costs_no_mail(hive, inbox, subscribe, opened):
    subscribe(hive, "anna@x.example")
    name = ready(hive)
    issue_mail.send(hive, name)
    port = inbox.port
    down = opened("smtp://127.0.0.1:1?rate=0", f"smtp://127.0.0.1:{port}?rate=0")
    sent(down)
    sent(down)
    assert hive.store.count_deliveries(name) == {"sent": 1}


@pytest.mark.parametrize("restore", [False, True])
def test_mail_that_is_hours_late_or_of_a_restored_backup_asks_and_goes_on_on_a_person_s_word(
    hive, inbox, subscribe, clock, restore
):
    subscribe(hive, "anna@x.example")
    sent(hive)
    name = ready(hive)
    issue_mail.send(hive, name)
    subscribe_ask(hive, "new@x.example")
    if restore:
        clock.forward(minutes=10)
        restored.mark(hive.store, clock.now, clock.now - timedelta(minutes=5))
    else:
        clock.forward(hours=3)
    sent(hive)
    assert [to for to, _ in inbox.raw] == ([] if restore else ["new@x.example"])
    assert hive.store.get_issue(name).mail == "held"
    issue_mail.send(hive, name)
    sent(hive)
    assert inbox.raw[-1][0] == "anna@x.example"


def subscribe_ask(newsroom, address):
    subscribe.ask(newsroom, address, Wish(), "Yes.", "/letter/")


def test_a_recalled_issue_stops_and_is_never_sent_twice_to_one(hive, inbox, subscribe, tmp_path):
    subscribe(hive, "anna@x.example", "ben@x.example")
    inbox.answers = {"ben@x.example": ["451 4.7.1 later"]}
    name = ready(hive)
    issue_mail.send(hive, name)
    sent(hive)
    issue.recall(hive, name)
    assert hive.store.count_deliveries(name) == {"sent": 1}
    assert not (tmp_path / "_newsletters" / f"{name}.html").exists()
    issue_mail.send(hive, name)
    sent(hive)
    assert [to for to, _ in inbox.raw] == ["anna@x.example", "ben@x.example"]


def test_who_leaves_while_it_is_sent_gets_nothing(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example", "ben@x.example")
    name = ready(hive)
    issue_mail.send(hive, name)
    subscribe_leave(hive, "anna@x.example")
    sent(hive)
    assert [to for to, _ in inbox.raw] == ["ben@x.example"]


def subscribe_leave(newsroom, address):
    subscribe.leave(newsroom, subscribe.by_address(newsroom, address))


def test_a_form_s_note_is_sent_once_also_when_the_server_is_busy_and_names_no_other_thing(hive, inbox, clock):
    inbox.answers = {"new@x.example": ["451 4.3.2 busy"]}
    subscribe_ask(hive, "new@x.example")
    sent(hive)
    assert inbox.raw == []
    clock.forward(minutes=6)
    sent(hive)
    sent(hive)
    ((to, mail),) = inbox.mails
    text = mail.get_content()
    assert to == "new@x.example"
    assert "“Yes.”" in text
    token = re.search(r"/letter/confirm/([\w.-]+)/", text)[1]
    assert re.findall(r"https?://\S+", text) == [f"https://hive.example/letter/confirm/{token}/"], "no advertising"
    assert subscribe.confirm(hive, token, act=True).email == "new@x.example"


def test_an_issue_that_went_out_without_links_to_leave_is_no_mail(opened, inbox, subscribe):
    bare = opened(sender="")
    name = ready(bare)
    issue.archive(bare, name)
    hive = opened(inbox.address)
    subscribe(hive, "anna@x.example")
    with pytest.raises(errors.IssueError, match="without a link to leave"):
        issue_mail.send(hive, name)
    assert hive.store.count_deliveries(name) == {}
    assert hive.store.get_issue(name).mail == ""
    assert inbox.raw == []


def test_an_issue_that_cannot_be_made_into_mail_is_held_and_the_others_go_out(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example")
    broken, whole = ready(hive), ready(hive, topic="ai")
    issue_mail.send(hive, broken)
    hive.store.add_deliveries(whole, [1], hive.now())
    issue.archive(hive, whole)
    hive.store.save_issue(msgspec.structs.replace(hive.store.get_issue(whole), mail="sending"))

    def parts(newsroom, one, tag):
        if one.issue.ident == broken:
            raise ValueError("a template of theirs is broken")
        return issue_mail.parts(newsroom, one, tag)

    sender = send.Sender(hive, parts)
    while asyncio.run(sender.send_due()):
        pass
    assert [hive.store.count_deliveries(name) for name in (broken, whole)] == [{"waiting": 1}, {"sent": 1}]
    assert hive.store.get_issue(broken).mail == "held"
    issue_mail.send(hive, broken)
    sent(hive)
    assert hive.store.count_deliveries(broken) == {"sent": 1}
    assert len(inbox.raw) == 2


def test_an_issue_keeps_its_name_and_goes_out_when_the_paper_is_renamed(hive, inbox, subscribe):
    subscribe(hive, "anna@x.example")
    name = ready(hive)
    site = msgspec.structs.replace(hive.settings.site, title="The Apiary")
    hive.settings = msgspec.structs.replace(hive.settings, site=site)
    issue.save(hive, hive.store.get_issue(name))
    issue_mail.send(hive, name)
    sent(hive)
    (only,) = hive.store.get_issues()
    assert (only.issue.ident, only.state, only.mail) == (name, "archived", "sent")
    assert (hive.records / only.issue.path).exists()
    assert inbox.mails[0][1]["Subject"] == "The Apiary, 7 March 2026"


@pytest.mark.parametrize(
    "title",
    [
        "Ы" * 120,
        "Пчёлы, мёд и лес: новости для тех, кто их любит, каждое утро, и по субботам",
        'A "Hive"; of\nBcc: x@y.example',
    ],
)
def test_a_long_or_odd_name_of_the_paper_stops_no_mail(opened, inbox, subscribe, title):
    hive = opened(inbox.address, sender="letter@hive.example")
    site = msgspec.structs.replace(hive.settings.site, title=title, url="https://bücher.example/zeitung-für-alle")
    hive.settings = msgspec.structs.replace(hive.settings, site=site)
    subscribe(hive, "anna@x.example")
    issue_mail.send(hive, ready(hive))
    asking.ask(hive, "new@x.example", Wish(), "Send me the letter.", "/letter/")
    sent(hive)
    assert {to for to, _ in inbox.raw} == {"anna@x.example", "new@x.example"}
    for _to, mail in inbox.mails:
        assert mail["From"].addresses[0].addr_spec == "letter@hive.example"
        assert mail["From"].addresses[0].display_name.replace(" ", "") == " ".join(title.split()).replace(" ", "")
        assert "Bcc" not in mail
    (letter,) = [mail for _to, mail in inbox.mails if mail["List-Unsubscribe"]]
    ours = "<https://xn--bcher-kva.example/zeitung-f%C3%BCr-alle"
    assert letter["List-Unsubscribe"].startswith(f"{ours}/letter/leave/")
    assert letter["List-Archive"] == f"{ours}/newsletter/>"


def test_a_note_goes_out_though_its_sender_was_killed_and_a_server_is_gone(opened, inbox):
    hive = opened("smtp://127.0.0.1:9?rate=0", inbox.address)
    asking.ask(hive, "new@x.example", Wish(), "Send me the letter.", "/letter/")
    (request,) = hive.store.due_mail_requests(hive.now())
    assert requests.carry_out(hive, request), "and here it is killed, before the mail is sent"
    sent(hive)
    assert [to for to, _ in inbox.raw] == ["new@x.example"]
    assert hive.store.due_mail_requests(hive.now() + timedelta(days=1)) == []
    (waiting,) = hive.store.get_subscribers()
    assert waiting.asks == 1


def test_only_one_program_sends_at_a_time(hive):
    with ledger.alone(hive) as first, ledger.alone(hive) as second:
        assert (first, second) == (True, False)


def test_a_test_goes_to_one_address_and_enters_nobody(hive, inbox):
    name = ready(hive)
    done = asyncio.run(send.send_test(hive, hive.store.get_issue(name), issue_mail.parts, "marta@x.example"))
    assert (done.outcome, inbox.raw[0][0]) == ("sent", "marta@x.example")
    assert hive.store.count_deliveries(name) == {}
    assert hive.store.get_issue(name).state == "draft"

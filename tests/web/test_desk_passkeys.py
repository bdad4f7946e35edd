"""Passkeys: made, used, replayed and taken away, with the virtual authenticator of a real browser."""

from datetime import timedelta

import pytest
from desk_browser import Browser, person, text

from coranto import errors
from coranto.people import accounts, passkeys, sessions
from coranto.web import app
from coranto.web.desk import page


@pytest.fixture
def device(browser):
    """A browser's page with a device of its own, which signs without asking."""
    context = browser.new_context()
    tab = context.new_page()
    speaker = context.new_cdp_session(tab)
    speaker.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    tab.device = speaker.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    tab.speaker = speaker
    yield tab
    context.close()


@pytest.mark.browser
def test_a_passkey_is_made_signs_in_once_an_answer_and_is_taken_away(bare, device):
    marta = person(bare)
    with app.Server(bare, "127.0.0.1", 0) as server:
        address = server.address.replace("127.0.0.1", "localhost")
        secret = sessions.open_session(bare, marta, "Test")
        device.context.add_cookies([{"name": "coranto-desk", "value": secret, "url": address}])
        device.goto(f"{address}/desk/account/")
        device.fill("#passkey", "my <phone>")
        device.click("text=Make a passkey")
        device.wait_for_selector("b:has-text('my <phone>')")
        (one,) = bare.store.passkeys_of(marta.number)
        assert (one.name, one.host, one.seen) == ("my <phone>", "localhost", None)
        device.fill("#passkey", "once more")
        device.click("text=Make a passkey")
        device.wait_for_selector("text=The device made no passkey")
        assert len(bare.store.passkeys_of(marta.number)) == 1

        device.click("text=Sign out")
        device.wait_for_selector("text=Sign in with a passkey")
        with device.expect_request(lambda sent: sent.url.endswith("/passkey/")) as sent:
            device.click("text=Sign in with a passkey")
        device.wait_for_url(f"{address}/desk/")
        assert bare.store.passkeys_of(marta.number)[0].seen is not None
        answer, cookies = sent.value.post_data, [one for one in device.context.cookies() if "form" in one["name"]]
        replayed = device.context.request.post(
            f"{address}/desk/sign-in/passkey/", data=answer, max_redirects=0,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": address,
                     "Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies)},
        )  # fmt: skip
        assert (replayed.status, len(bare.store.sessions_of(marta.number))) == (403, 1), "an answer holds once"

        bare.store.delete_passkeys(marta.number)
        device.click("text=Sign out")
        device.click("text=Sign in with a passkey")
        device.wait_for_selector("text=This passkey did not do")
        device.speaker.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device.device})


@pytest.mark.browser
def test_without_a_script_and_at_a_number_there_is_the_password(bare, browser):
    marta = person(bare)
    with app.Server(bare, "127.0.0.1", 0) as server:
        local = server.address.replace("127.0.0.1", "localhost")
        for address, script in ((server.address, True), (local, False)):
            context = browser.new_context(java_script_enabled=script)
            tab = context.new_page()
            tab.goto(f"{address}/desk/sign-in/")
            assert not tab.is_visible("text=Sign in with a passkey")
            secret = sessions.open_session(bare, marta, "Test")
            context.add_cookies([{"name": "coranto-desk", "value": secret, "url": address}])
            tab.goto(f"{address}/desk/account/")
            assert not tab.is_visible("text=Make a passkey")
            shown = "Making a passkey needs a script" if address == local else "for a name, not for a number"
            assert shown in tab.inner_text("main")
            context.close()


def test_what_no_device_of_ours_signed_is_refused_and_counted(bare):
    person(bare)
    browser = Browser(app.make(bare), bare)
    assert "data-asked" in browser.get("/desk/sign-in/").text
    for answer in ("", "{}", "[]", "\x01", '{"response":{"clientDataJSON":"e30"}}', '{"rawId":"AA"}' * 3):
        refused = browser.post("/desk/sign-in/passkey/", answer=answer)
        assert refused.status_code == 403
        assert "This passkey did not do" in text(refused)
    for _ in range(24):
        browser.post("/desk/sign-in/passkey/", answer="{}")
    assert browser.post("/desk/sign-in/passkey/", answer="{}").status_code == 429


def test_what_a_device_is_asked_holds_an_hour_in_one_browser(bare):
    bare.clock = bare.now()
    bare.now = lambda: bare.clock
    place = passkeys.Place("news.example", "https://news.example", "secret")
    challenge = passkeys._challenge(bare, place)

    def answer():
        from fido2.utils import websafe_encode

        client = b'{"challenge":"%s"}' % websafe_encode(challenge).encode()
        return {"response": {"clientDataJSON": websafe_encode(client)}}

    assert passkeys._state_of(bare, place, answer())[1]["user_verification"] == "required"
    for other in ("another", ""):
        with pytest.raises(ValueError, match=r"^$"):
            passkeys._state_of(bare, passkeys.Place(place.host, place.origin, other), answer())
    bare.clock += timedelta(hours=1)
    with pytest.raises(ValueError, match=r"^$"):
        passkeys._state_of(bare, place, answer())


def test_a_reset_takes_passkeys_away_and_a_name_is_needed(bare):
    from coranto.model.person import Passkey

    marta = person(bare)
    bare.store.add_passkey(
        Passkey(person=marta.number, name="phone", host="news.example", key=b"k", at=bare.now()), "c"
    )
    place = passkeys.Place("news.example", "https://news.example", "secret")
    with pytest.raises(errors.PeopleError, match="1 to 60"):
        passkeys.make(bare, place, marta, " ", "{}")
    accounts.reset(bare, "Marta", "another heron on the weir")
    assert bare.store.find_passkey("c") is None


def test_the_scripts_of_the_desk_are_small():
    import gzip

    scripts = b"".join(body for name, body in page.files().items() if name.endswith(".js"))
    assert len(gzip.compress(scripts, 9)) < 8_000

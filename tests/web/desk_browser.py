"""A browser for the desk's tests: it keeps cookies, says where a form comes from, and sends the token of the page."""

import re
from html import unescape

from starlette.testclient import TestClient

from coranto.model.person import Person
from coranto.people import accounts, passwords, sessions

HOST = "https://news.example"
PASSWORD = "a heron on the weir at dawn"
OURS = {"Sec-Fetch-Site": "same-origin", "Origin": HOST}


def person(newsroom, role="editor", name="Marta"):
    """Add a person as if it had always been there: the log has nothing of it."""
    newsroom.store.add_person(Person(name=name, role=role, at=newsroom.now()), passwords.hashed(PASSWORD))
    return accounts.find(newsroom, name)


class Browser:
    """A browser; ``person`` is signed in from the start."""

    def __init__(self, application, newsroom, person=None, base=HOST):
        self.client = TestClient(application, base_url=base, follow_redirects=False)
        self.secret = ""
        if person is not None:
            self.secret = sessions.open_session(newsroom, person, "Test")
            self.client.cookies.set("__Host-coranto-desk", self.secret)

    def get(self, path, **options):
        return self.client.get(path, **options)

    def text(self, path):
        """Return the page that a path leads to."""
        return self.get(path, follow_redirects=True).text

    def post(self, path, *, token=None, headers=OURS, **fields):
        """Send a form; its token is that of the session, or of the form to sign in."""
        cookies = self.client.cookies
        secret = cookies.get("__Host-coranto-desk") or cookies.get("__Host-coranto-form") or ""
        sent = {"token": sessions.form_token(secret) if token is None else token, **fields}
        return self.client.post(path, data=sent, headers=headers)


def text(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())

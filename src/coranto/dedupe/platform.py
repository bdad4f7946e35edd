"""Shared platforms: hosts that strangers share, distinguished by the account in the address. Pure."""

from urllib.parse import urlsplit

from coranto.dedupe import address

# Registrable domains; public suffixes such as github.io are separate outlets anyway.
_SHARED = frozenset(
    [
        "medium.com", "substack.com", "facebook.com", "x.com", "twitter.com", "linkedin.com", "github.com",
        "gitlab.com", "reddit.com", "tumblr.com", "wordpress.com", "telegra.ph", "dev.to", "write.as", "newsbreak.com",
        "mastodon.social", "bsky.app", "threads.net", "notion.site", "hatenablog.com", "livejournal.com", "steemit.com",
    ]
)  # fmt: skip
_SHARED_HOSTS = frozenset(["sites.google.com", "docs.google.com", "groups.google.com"])
_NO_ACCOUNT = frozenset(["feed", "feeds", "rss", "view", "user", "users", "u", "r", "c", "p", "in", "profile", "a"])
_MARKS = ("@", "~")  # begin the name of an account on any host


def account(url: str) -> str | None:
    """Return the account that an address belongs to (``medium.com/@ada``); None where a host has one writer."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    segments = [segment for segment in parts.path.split("/") if segment]
    marked = next((segment for segment in segments[:2] if segment.startswith(_MARKS)), None)
    domain = address.outlet(url)
    if domain not in _SHARED and host not in _SHARED_HOSTS:
        return f"{domain}/{marked.casefold()}" if marked else None
    if domain in _SHARED and host != domain:
        return host
    own = marked or next((segment for segment in segments if segment.lower() not in _NO_ACCOUNT), "")
    return f"{host}/{own.casefold()}"


def same_writer(one: str, other: str) -> bool:
    """Whether two addresses of one outlet belong to the same account, or to an outlet that has one writer."""
    return account(one) == account(other)

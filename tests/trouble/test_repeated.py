"""Adding what is read already, under another address or with the same entries."""

import json

RSS = "application/rss+xml"


def feed(outlet, title, *names):
    items = "".join(
        f"<item><title>The {name} reopens after the storm</title><link>{outlet.address}/{name}</link></item>" for name in names
    )  # fmt: skip
    return RSS, f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def page(name, links=""):
    text = f"The {name} of the harbour reopens on Monday, three weeks after the storm took its roof. " * 8
    return (
        "text/html",
        f"<html><head><title>The {name} reopens</title>{links}</head><body><article><p>{text}</article></html>".encode(),
    )


def sources(coranto):
    return sorted(json.loads(line)["url"] for line in coranto("sources", "--json").stdout.splitlines())


def test_another_address_of_a_source_is_not_added(outlet, coranto):
    outlet.pages["/feed"] = outlet.pages["/feed/"] = feed(outlet, "Daily", "ferry")
    assert "added: Daily" in coranto("add", f"{outlet.address}/feed").stdout
    again = coranto("add", f"{outlet.address}/feed/")
    assert again.stdout.startswith("not added: Daily")
    assert f"it is read already, as Daily <{outlet.address}/feed>; add it with --anyway if it is meant" in again.stderr
    assert sources(coranto) == [f"{outlet.address}/feed"]


def test_a_feed_of_entries_we_have_is_not_added_unless_it_is_meant(outlet, coranto):
    names = ("ferry", "market", "bridge", "tower")
    outlet.pages |= {f"/{name}": page(name) for name in names}
    outlet.pages["/all"] = feed(outlet, "Daily", *names)
    outlet.pages["/mirror"] = feed(outlet, "Mirror", *names[:3], "castle")
    outlet.pages["/other"] = feed(outlet, "Other", "ferry", "castle", "palace")
    coranto("add", f"{outlet.address}/all")
    assert json.loads(coranto("run", "--once").stdout)["articles"] == 4
    mirror = coranto("add", f"{outlet.address}/mirror")
    assert f"3 of its 4 entries come from Daily <{outlet.address}/all> already" in mirror.stderr
    assert len(sources(coranto)) == 1
    assert "added: Other" in coranto("add", f"{outlet.address}/other").stdout
    assert "added: Mirror" in coranto("add", "--anyway", f"{outlet.address}/mirror").stdout
    assert len(sources(coranto)) == 3


def test_a_page_s_further_feeds_are_named(outlet, coranto):
    links = '<link rel=alternate type="application/rss+xml" href="/feed"><link rel=alternate type="application/rss+xml" href="/talk" title="Talk">'
    outlet.pages |= {"/": page("ferry", links), "/feed": feed(outlet, "Daily", "ferry")}
    done = coranto("add", outlet.address)
    assert done.stdout.startswith("added: Daily")
    assert "The ferry reopens after the storm" in done.stdout
    assert f"its page also names Talk <{outlet.address}/talk>" in done.stdout

"""What is asked of each page of the desk in a real browser: whether anything ran, what axe finds, what is cut off."""

from desk_browser import Browser
from desk_world import paths

from coranto.people import sessions
from coranto.web import app

WATCH = """
window.owned = []; window.own = () => owned.push('own'); window.alert = own;
addEventListener('securitypolicyviolation', e => owned.push(e.violatedDirective + ' ' + e.blockedURI));
"""
SEEN = """() => [...owned,
  ...[...document.scripts].filter(s => !s.src.startsWith(location.origin + '/desk/static/')).map(s => s.outerHTML),
  ...[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a => /^on/i.test(a.name)
    || (/^(href|src|action|formaction|srcdoc|xlink:href)$/i.test(a.name) && /^[\\0-\\x20]*(javascript|data|vbscript):/i.test(a.value)))
    .map(a => e.outerHTML.slice(0, 200))),
  ...[...document.querySelectorAll('iframe:not([sandbox=""]), object, embed, base, math, meta[http-equiv=refresh]')]
    .map(e => e.outerHTML.slice(0, 200))]"""
CONTRAST = {"runOnly": ["color-contrast"]}
LOOKS = ((320, "light", None), (320, "dark", CONTRAST))  # width, scheme, options of axe
FORMS = (  # what is typed comes back beside the reason why it is refused: None is a hostile word
    ("/desk/people/", (("name", None), ("password", "x"))),
    ("/desk/webhooks/", (("do", "add"), ("address", None))),
    ("/desk/alerts/", (("do", "add"), ("search", "-no"), ("name", None), ("address", None))),
    ("/desk/settings/", (("site.title", None), ("site.url", None), ("letter.at", None))),
    ("/desk/rules/", (("rule", None), ("why", None))),
    ("/desk/decide/", (("do", "headline"), ("story", "000000"), ("version", "99"), ("title", None), ("line", None))),
    ("/desk/topics/ai/", (("words", None), ("add", None), ("do", "show"))),
    ("/desk/account/token/", (("name", ""), ("name", None))),
    ("/desk/account/mail/", (("email", None),)),
    ("/desk/sources/look/", (("address", None),)),
    ("/desk/subscribers/look/", (("addresses", None), ("consent", None))),
    ("/desk/subscribers/one/", (("email", None), ("do", "data"))),
    ("/desk/setup/", (("do", "words"), ("word", None), ("own", None))),
)
_SEND = """([path, fields]) => { const form = document.createElement('form'); form.method = 'post'; form.action = path;
  for (const [name, value] of [['token', document.querySelector('[name=token]').value], ...fields]) {
    const one = document.createElement('textarea'); one.name = name; one.value = value; form.append(one); }
  document.body.append(form); form.submit(); }"""
_FILES = (".csv", ".jsonl", ".opml")


def measure(newsroom, owner, browser, words, axe=None, looks=LOOKS, forms=FORMS):
    """Return what is wrong with each page of the desk, by path; and the number of pages."""
    asking, wrong = Browser(app.make(newsroom), newsroom, owner), {}
    with app.Server(newsroom, "127.0.0.1", 0) as server:
        context = browser.new_context()
        secret = sessions.open_session(newsroom, owner, "Test")
        context.add_cookies([{"name": "coranto-desk", "value": secret, "url": server.address}])
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: dialog.dismiss())
        listed = [path for path in paths(newsroom, asking.text, words[0]) if not path.endswith(_FILES)]
        for path in listed:
            page.goto(server.address + path)
            found = page.evaluate(SEEN)
            if (
                axe and not path.endswith("/mail/") and page.evaluate("document.doctype !== null")
            ):  # else a part of a page
                found += looked_at(page, axe, looks)
            if found:
                wrong[path] = found
        for path, fields in forms:
            page.goto(server.address + "/desk/account/")
            typed = [
                (name, words[n % len(words)] if value is None else value) for n, (name, value) in enumerate(fields)
            ]
            with page.expect_navigation():
                page.evaluate(_SEND, [path, typed])
            if found := page.evaluate(SEEN):
                wrong[f"POST {path}"] = found
        context.close()
    return wrong, len(listed)


def looked_at(page, axe, looks=LOOKS):
    """Return what axe finds on an open page, and where it is wider than the window."""
    found = []
    for width, scheme, options in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        violations = axe.run(page, options=options).response["violations"]
        found += [f"{width} {scheme} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} wide at {width}")
    return found

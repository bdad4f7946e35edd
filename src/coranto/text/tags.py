"""HTML elements: which angle brackets are a tag, and which are text (``Vec<u8>``)."""

_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup content data datalist dd del details dfn dialog dir div dl dt
    em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i
    iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem
    meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p param picture
    plaintext pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source spacer span
    strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul
    var video wbr xmp
    circle desc ellipse g line path polygon polyline rect text use mi mn mo mrow msub msup mfrac mtext semantics
"""
_VOID = "area base br col embed hr img input link meta param source track wbr"
NAMES = frozenset(_NAMES.split())
VOID = frozenset(_VOID.split())


def is_tag(name: str) -> bool:
    """Whether a name in angle brackets is an element's: HTML's, a custom one (``my-box``) or Word's (``o:p``)."""
    name = name.lower()
    prefix, _, local = name.partition(":")
    return name in NAMES or "-" in name.strip("-") or bool(prefix and local and ":" not in local)

"""The part of a robots.txt that concerns us: the groups of our name, else those of everybody, and the sitemaps.

What a site writes for a thousand other crawlers is not kept: a file has up to half a megabyte, and sites are many.
"""

import re

RULES = 2_000  # lines kept of a file
LONGEST = 2_000  # letters of a line; an address is rarely longer
SITEMAPS = 200
_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(.*)", re.IGNORECASE)
_SITEMAP = re.compile(r"\s*site-?maps?\s*[:\s]", re.IGNORECASE)


def own_rules(text: str, agent: str) -> str:
    """Return a robots.txt that says the same to ``agent``, without the groups of others.

    Parameters
    ----------
    text : str
        The file.
    agent : str
        The name to match; a group's name matches where ours begins with it, whatever its case.

    """
    ours, everybody, sitemaps = list[str](), list[str](), list[str]()
    target: list[str] | None = None
    in_head = False
    for written in text.splitlines():
        line = written.partition("#")[0].strip()
        if not line or len(line) > LONGEST:
            continue
        if named := _AGENT.fullmatch(line):
            name = named[1].strip().lower()
            kept = everybody if name == "*" else ours if _is_ours(name, agent) else None
            # A group may name several agents: our own name counts more than the star.
            target = kept if not in_head or kept is ours or target is None else target
            in_head = True
        elif _SITEMAP.match(line):
            sitemaps.append(line)
        else:
            in_head = False
            if target is not None and len(target) < RULES:
                target.append(line)
        if named and target is not None and target is ours and not ours:
            ours.append("")  # a group of our own without rules allows everything
    return "\n".join([f"User-agent: {agent}", *(ours or everybody), *sitemaps[:SITEMAPS]])


def _is_ours(name: str, agent: str) -> bool:
    token = name.replace("*", "").strip()
    return bool(token) and agent.lower().startswith(token)

"""Tell the owner of a site from before profiles what the subject profile would change; nothing is changed."""

import msgspec

from coranto.config import settings_file
from coranto.newsroom import Newsroom
from coranto.run import preview

_TOLD = "told of profiles"  # the key in the store: this owner was told
_COMMAND = "coranto tune --set profile=subject"


def notice(newsroom: Newsroom) -> str:
    """Return what the subject profile would change; "" if the site names its profile or has no stories yet."""
    if settings_file.says(newsroom.settings, "profile") or not newsroom.store.count_all()["stories"]:
        return ""
    changed = msgspec.structs.replace(newsroom.settings, profile="subject")
    seen = preview.preview(newsroom, changed, list(newsroom.taxonomy))
    return (
        f'classic, since {newsroom.settings.file} names none. With `profile = "subject"`, made for a subject of one\'s '
        f"own, {len(seen.come)} stories would come and {len(seen.go)} would go, beside {seen.published} published in "
        f'{seen.days} days; `{_COMMAND}` lists them, and `profile = "classic"` in that file keeps it as it is'
    )


def once(newsroom: Newsroom) -> str:
    """Return the notice the first time, and "" afterwards."""
    if newsroom.store.get_value(_TOLD):
        return ""
    if text := notice(newsroom):
        newsroom.store.put_value(_TOLD, b"1")
    return text

"""The desk's own sheet and script: not the public site's, which do not know the desk."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from coranto.web.desk import page
from coranto.web.desk.call import OPEN, Call, route


@route("/desk/static/{name}", action=OPEN)
def file(call: Call) -> Response:
    """Answer with a file, which holds no data and may be cached for good at its versioned address."""
    name = call.request.path_params["name"]
    if name not in page.files():
        raise HTTPException(404)
    control = "public, max-age=31536000, immutable" if call.query("v") == page.version() else "no-cache"
    headers = {**page.HEADERS, "Cache-Control": control}
    return Response(page.files()[name], media_type=page.STATIC[name], headers=headers)


ROUTES = (file,)

"""A secret link with the ways to send it."""

from django.http import HttpRequest, HttpResponse

from plon.accounts.views.frame import shown
from plon.ui.sharing import ways


def link_page(
    request: HttpRequest,
    *,
    path: str,
    title: str,
    text: str,
    to: str,
    is_once: bool = True,
) -> HttpResponse:
    """Return the page that shows a link. is_once: only its hash is kept, it is not shown again."""
    link = request.build_absolute_uri(path)
    context = {
        "heading": title,
        "to": to,
        "is_once": is_once,
        **ways(link=link, text=text, mail_to=to, subject="Plon"),
    }
    return shown(request, "link", context, status=201)

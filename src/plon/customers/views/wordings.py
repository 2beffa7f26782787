"""Settings: the texts that customers agree to, version by version."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import queries, services
from plon.customers.forms.consents import WhichForm, WordingForm
from plon.customers.forms.suggested import suggested
from plon.customers.forms.words import CHANNELS, PURPOSES
from plon.customers.models import Wording
from plon.customers.views.frame import posted, status_of
from plon.lifetime import wording
from plon.ui import notices
from plon.ui.downloads import TEXT, csv_file, is_wanted
from plon.ui.language import active_language

MAY = "settings.firm"


@require_safe
def wordings(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show every text, the newest version of each first."""
    caller = accounts.caller(request, may=MAY)
    zone = caller.firm.zone
    if is_wanted(request):
        return _file(zone)
    asked: set[tuple[str, str]] = set()
    rows = []
    for row in Wording.objects.order_by("channel", "purpose", "-version"):
        is_asked = (row.channel, row.purpose) not in asked
        asked.add((row.channel, row.purpose))
        day = wording.day(date_in(zone, row.created_at), language=active_language())
        what = f"{CHANNELS[row.channel]} · {PURPOSES[row.purpose]}"
        rows.append({"row": row, "what": what, "is_asked": is_asked, "day": day})
    used = queries.used_wordings()
    context = {"rows": rows, "used": used, "form": WhichForm()}
    return render(request, "customers/wordings.html", context)


def _file(zone: ZoneInfo) -> FileResponse:
    titles = (_("Channel"), _("Purpose"), _("Version"), _("In Polish"), _("In English"), _("Since"))
    rows = [
        [
            str(CHANNELS[row.channel]),
            str(PURPOSES[row.purpose]),
            str(row.version),
            row.text_pl,
            row.text_en,
            date_in(zone, row.created_at).isoformat(),
        ]
        for row in Wording.objects.order_by("channel", "purpose", "-version")
    ]
    return csv_file(dict.fromkeys(titles, TEXT), [rows], name="wordings")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, channel: str, purpose: str) -> HttpResponse:
    """Show the newest text, or one to begin with; POST makes a version of it."""
    caller = accounts.caller(request, may=MAY)
    if channel not in CHANNELS or purpose not in PURPOSES:
        raise Http404
    newest = Wording.objects.filter(channel=channel, purpose=purpose).order_by("-version").first()
    firm = caller.firm.name
    told = (
        {
            f"text_{language}": suggested(channel, purpose, firm=firm, language=language)
            for language in ("pl", "en")
        }
        if newest is None
        else {"text_pl": newest.text_pl, "text_en": newest.text_en}
    )
    form = WordingForm(posted(request), initial=told)
    if form.is_valid():
        services.add_wording(
            caller, channel=channel, purpose=purpose, **form.cleaned_data, now=timezone.now()
        )
        notices.done(request, _("This text is asked from now on."))
        return redirect("customers:wordings")
    what = f"{CHANNELS[channel]} · {PURPOSES[purpose]}"
    context = {"form": form, "what": what, "is_first": newest is None}
    return render(request, "customers/wording.html", context, status=status_of(request))


@require_safe
def which(request: HttpRequest) -> HttpResponse:
    """Lead from the choice of a channel and a purpose to its text."""
    accounts.caller(request, may=MAY)
    form = WhichForm(request.GET)
    if not form.is_valid():
        return redirect("customers:wordings")
    said = form.cleaned_data
    return redirect("customers:new-wording", said["channel"], said["purpose"])


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, wording_id: UUID) -> HttpResponse:
    """Correct a version that nobody agreed to yet."""
    caller = accounts.caller(request, may=MAY)
    row = Wording.objects.filter(id=wording_id).first()
    if row is None:
        raise Http404
    form = WordingForm(posted(request), initial={"text_pl": row.text_pl, "text_en": row.text_en})
    if form.is_valid():
        try:
            services.change_wording(
                caller, wording_id=wording_id, **form.cleaned_data, now=timezone.now()
            )
        except services.WordingUsed:
            form.add_error(None, _used())
        else:
            notices.done(request, _("The text is corrected."))
            return redirect("customers:wordings")
    context = {"form": form, "what": f"{CHANNELS[row.channel]} · {PURPOSES[row.purpose]}"}
    return render(request, "customers/wording.html", context, status=status_of(request))


@require_POST
def removal(request: HttpRequest, wording_id: UUID) -> HttpResponse:
    """Delete a version that nobody agreed to yet."""
    caller = accounts.caller(request, may=MAY)
    try:
        services.remove_wording(caller, wording_id=wording_id, now=timezone.now())
    except services.WordingUsed:
        notices.failed(request, _used())
    else:
        notices.done(request, _("The text is gone."))
    return redirect("customers:wordings")


def _used() -> str:
    return _("Somebody agreed to this text, so it stays as it is. Write a new version.")

"""A person's own data: handed over whole, or erased."""

import zipfile
from io import BytesIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import queries, services
from plon.customers.forms.holdings import TABLES, sections
from plon.customers.forms.sameness import EraseForm
from plon.customers.views.frame import existing, posted, shown, status_of
from plon.lifetime import wording
from plon.runtime import personal
from plon.ui import notices
from plon.ui.language import active_language


@require_http_methods(["GET", "POST"])
def data(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show what is held of a customer and what an erasure leaves; POST erases."""
    may = "customers.erase" if request.method == "POST" else "customers.export"
    caller = accounts.caller(request, may=may)
    card = existing(customer_id)
    form = EraseForm(posted(request))
    if form.is_valid():
        try:
            services.erase(
                caller,
                customer_id=customer_id,
                name=form.cleaned_data["name"],
                now=timezone.now(),
            )
        except services.NameDiffers:
            form.add_error("name", _("This is not the name on the card."))
        else:
            notices.done(request, _("Erased. Only purchases without a name are left."))
            return redirect("customers:data", customer_id)
    counts = personal.counted(queries.together(customer_id))
    context = {
        "form": form,
        "held": [(title, counts[label]) for label, title in TABLES.items() if counts.get(label)],
        "may_erase": "customers.erase" in caller.rights and not card.is_erased,
    }
    return shown(request, caller, card, "data", context, status=status_of(request))


@require_POST
def file(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Give all that is held of a customer: a page to read and JSON for programs, in one ZIP."""
    caller = accounts.caller(request, may="customers.export")
    existing(customer_id)
    held = services.hand_over(caller, customer_id=customer_id, now=timezone.now())
    firm = caller.firm
    language = active_language()
    context = {
        "held": held,
        "language": language,
        "day": wording.day(date_in(firm.zone, held.made_at), language=language),
        "sections": list(sections(held, zone=firm.zone, currency=firm.currency)),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.html", render_to_string("customers/handed_over.html", context))
        archive.writestr("data.json", held.as_json())
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="plon-{customer_id}.zip"'
    return answer

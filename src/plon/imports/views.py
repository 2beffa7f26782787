"""The pages of an import: upload, columns, check and progress; each works without script."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.imports import services
from plon.imports.forms import UploadForm, mapper
from plon.imports.models import Import
from plon.imports.queries import loaded_before, progress_of, recent_imports
from plon.imports.services.words import kind_label, state_label
from plon.lifetime.errors import LifetimeError
from plon.ui.downloads import TEXT, csv_file, is_wanted
from plon.ui.language import active_language

MAY = "imports.run"
Step: TypeAlias = Callable[..., None]
MAPPED = ("uploaded", "refused", "checked")  # states in which columns may be said


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse | FileResponse:
    """Ask what there is; take a file, and go on to its columns."""
    caller = accounts.caller(request, may=MAY)
    if is_wanted(request):
        return _file(caller.firm.zone)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        name, chunks = form.chunks()
        try:
            made = services.begin(caller, chunks=chunks, name=name, now=timezone.now())
            return redirect("imports:columns", made)
        except LifetimeError as refusal:
            facts = refusal.facts | ({"file": name} if "file" in refusal.facts else {})
            form.add_error("file", services.sentence_of(refusal.msgid, facts))
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "imports": recent_imports(),
        "may_export": "customers.export" in caller.rights,
    }
    return render(request, "imports/home.html", context, status=status)


def _file(zone: ZoneInfo) -> FileResponse:
    """Return every file that was brought in until now, the newest first."""
    titles = (_("File"), _("List of"), _("State"), _("Uploaded"), _("By"))
    rows = [
        [
            row.file_name,
            kind_label(row.kind),
            state_label(row.state),
            row.created_at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
            row.actor_name,
        ]
        for row in Import.objects.order_by("-created_at")
    ]
    return csv_file(dict.fromkeys(titles, TEXT), [rows], name="imports")


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the columns with samples; take what they are, and go on to the check."""
    caller = accounts.caller(request, may=MAY)
    row = get_object_or_404(Import, id=import_id)
    if row.state not in MAPPED:
        return redirect("imports:show", import_id)
    page = mapper.open_page(row, said=request.POST or request.GET, is_post=request.method == "POST")
    if request.method == "POST" and page.is_complete:
        services.map_columns(caller, import_id=import_id, **page.said(), now=timezone.now())
        return redirect("imports:show", import_id)
    status = 422 if request.method == "POST" or page.form is None else 200
    return render(request, "imports/columns.html", {"row": row, "page": page}, status=status)


@require_GET
def show(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show where an import is: the check's counts, the progress, the result."""
    accounts.caller(request, may=MAY)
    row = get_object_or_404(Import, id=import_id)
    if row.state in {"uploaded", "refused"}:
        return redirect("imports:columns", import_id)
    template = "imports/import.html"
    part = f"{template}#progress" if "HX-Request" in request.headers else template
    asked = request.GET.get("asked", "")
    asked_times = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    return render(
        request,
        part,
        {
            "row": row,
            "progress": progress_of(row, now=timezone.now(), asked=asked_times),
            "before": loaded_before(row) if row.state == "checked" else None,
        },
    )


@require_POST
def start(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Load, or go on loading."""
    return _step(request, import_id, services.start)


@require_POST
def pause(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Stop loading for now."""
    return _step(request, import_id, services.pause)


@require_POST
def cancel(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Stop loading for good."""
    return _step(request, import_id, services.cancel)


@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take back what was loaded."""
    return _step(request, import_id, services.undo)


@require_GET
def rejected(request: HttpRequest, import_id: UUID) -> FileResponse:
    """Give the rejected rows as CSV."""
    caller = accounts.caller(request, may=MAY)
    row = get_object_or_404(Import, id=import_id)
    folder = services.folder_of(caller.workspace_id, row.folder)
    if not (folder / "rejected.parquet").exists():
        raise Http404
    with tempfile.TemporaryDirectory() as work:
        target = Path(work) / "rejected.csv"
        services.write_rejected(folder, target, language=active_language())
        file = target.open("rb")  # on POSIX it can be read when its name is gone
    return FileResponse(file, as_attachment=True, filename="rejected.csv", content_type="text/csv")


@require_POST
def export(request: HttpRequest, what: str) -> FileResponse:
    """Give a list as CSV, or the whole workspace as an archive."""
    caller = accounts.caller(request, may="customers.export")
    firm = caller.firm
    with tempfile.TemporaryDirectory() as work:
        made = services.export(
            caller,
            what=what,
            work=Path(work),
            zone=firm.zone,
            language=active_language(),
            now=timezone.now(),
        )
        file = made.open("rb")
    return FileResponse(file, as_attachment=True, filename=made.name)


def _step(request: HttpRequest, import_id: UUID, step: Step) -> HttpResponse:
    caller = accounts.caller(request, may=MAY)
    get_object_or_404(Import, id=import_id)
    step(caller, import_id=import_id, now=timezone.now())
    return redirect("imports:show", import_id)

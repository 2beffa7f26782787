"""The audit log: who did what, newest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plon.accounts import queries, services
from plon.accounts.forms.actions import ACTIONS
from plon.accounts.forms.words import role_word
from plon.accounts.models import ApiKey, AuditEntry, Membership
from plon.accounts.queries import Caller
from plon.accounts.views.frame import shown, time_of
from plon.ui.components import Cell, Column, DataTable, Pager, Row, with_query
from plon.ui.downloads import TEXT, Rows, csv_file, is_wanted

PAGE_ROWS = 50
AT_ONCE = 1_000
SYSTEM = "system"  # the actor of what no person does


@require_safe
def audit(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show what was done in this firm."""
    caller = queries.caller(request, may="audit.read")
    zone = queries.workspace(caller.workspace_id).zone
    if is_wanted(request):
        return _file(caller, zone)
    pages = Paginator(_newest_first(), PAGE_ROWS)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = _names(caller, {row.subject for row in rows})
    pager = Pager(
        text=_("%(first)s–%(last)s of %(total)s")
        % {"first": page.start_index(), "last": page.end_index(), "total": pages.count},
        previous_href=with_query(request.GET, page=str(page.number - 1))
        if page.has_previous()
        else "",
        next_href=with_query(request.GET, page=str(page.number + 1)) if page.has_next() else "",
    )
    table = _table(rows, names, zone, pager) if rows else None
    return shown(request, "audit", {"table": table}, status=200)


def _table(
    rows: Sequence[AuditEntry], names: Mapping[str, str], zone: ZoneInfo, pager: Pager
) -> DataTable:
    return DataTable(
        caption=_("Audit log"),
        columns=[
            Column(word=_("What")),
            Column(word=_("Whom or which")),
            Column(word=_("Who")),
            Column(word=_("When")),
        ],
        rows=[
            Row(
                cells=[
                    Cell(text=sentence(row)),
                    Cell(text=names.get(row.subject, "")),
                    _actor(row),
                    Cell(text=time_of(row.happened_at, zone)),
                ]
            )
            for row in rows
        ],
        pager=pager,
    )


def _actor(row: AuditEntry) -> Cell:
    """Return who did it; of a customer, whose name other rooms know, the way to the card."""
    kind, _colon, id_ = row.actor.partition(":")
    if kind == "customer" and not row.actor_name:
        return Cell(text=_("Customer"), href=f"/customers/{id_}/")
    return Cell(text=_who(row))


def _who(row: AuditEntry) -> str:
    return _("Plon itself") if row.actor == SYSTEM else row.actor_name or row.actor


def _newest_first() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.order_by("-happened_at", "-id")


def _file(caller: Caller, zone: ZoneInfo) -> FileResponse:
    """Give the whole log as a file; the log notes that, too."""
    columns = dict.fromkeys((_("When"), _("Who"), _("What"), _("Whom or which")), TEXT)
    file = csv_file(columns, _parts(caller, zone), name="audit")
    services.record(caller, "export.made", detail={"what": "audit"}, now=timezone.now())
    return file


def _parts(caller: Caller, zone: ZoneInfo) -> Iterator[Rows]:
    """Yield the log part by part, from place to place: what comes meanwhile shifts nothing."""
    rest = _newest_first()
    while rows := list(rest[:AT_ONCE]):
        names = _names(caller, {row.subject for row in rows})
        yield [
            [
                row.happened_at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
                _who(row),
                sentence(row),
                names.get(row.subject, row.subject),
            ]
            for row in rows
        ]
        last = rows[-1]
        older = Q(happened_at=last.happened_at, id__lt=last.id) | Q(
            happened_at__lt=last.happened_at
        )
        rest = _newest_first().filter(older)


def sentence(row: AuditEntry) -> str:
    """Return what was done, in words; the bare code where a room gave it none."""
    words = {
        "role": role_word(row.detail["role"]) if "role" in row.detail else "",
        "count": row.detail.get("count", ""),
        "what": row.detail.get("what", ""),
    }
    return str(ACTIONS.get(row.action, row.action)) % words


def _names(caller: Caller, subjects: Iterable[str]) -> dict[str, str]:
    """Return what people and keys of this firm are called now; ids of others stay unnamed."""
    people = Membership.objects.filter(workspace_id=caller.workspace_id).select_related("user")
    names = {
        f"user:{place.user_id}": place.user.name or place.user.email
        for place in people.filter(user_id__in=_ids("user", subjects))
    }
    keys = ApiKey.objects.filter(workspace_id=caller.workspace_id, id__in=_ids("key", subjects))
    return names | {f"key:{key.id}": key.name for key in keys}


def _ids(kind: str, subjects: Iterable[str]) -> list[str]:
    parts = (subject.partition(":") for subject in subjects)
    return [identity for found, _colon, identity in parts if found == kind]

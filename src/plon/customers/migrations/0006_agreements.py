"""What customers agreed to as rows, and an index in which SQLite searches the list alone."""

import uuid
from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import plon.customers.models.indexes
from plon.customers.domain import Word, decided

AT_ONCE = 1_000  # customers
OLDEST_FIRST = ("decided_at", "-is_given", "recorded_at", "id")


def write_agreements(apps: Any, schema_editor: Any) -> None:
    """Work out what each customer's words come to, a part of the customers at a time."""
    connection = schema_editor.connection
    for workspace_id in apps.get_model("accounts", "Workspace").objects.values_list(
        "id", flat=True
    ):
        if connection.vendor == "postgresql":  # row-level security shows one workspace at a time
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.workspace', %s, true)", [str(workspace_id)])
        for people in _parts(apps, workspace_id):
            _write(apps, workspace_id, people)


def _parts(apps: Any, workspace_id: uuid.UUID) -> Iterator[list[uuid.UUID]]:
    """Yield the customers who stand for themselves, a part at a time."""
    standing = apps.get_model("customers", "Customer").objects.filter(
        workspace=workspace_id, merged_into=None, erased_at=None
    )
    last = uuid.UUID(int=0)
    while True:
        ids = standing.filter(id__gt=last).order_by("id").values_list("id", flat=True)
        if not (part := list(ids[:AT_ONCE])):
            return
        yield part
        last = part[-1]


def _write(apps: Any, workspace_id: uuid.UUID, people: list[uuid.UUID]) -> None:
    merged = apps.get_model("customers", "Customer").objects.filter(merged_into__in=people)
    speakers = dict(merged.values_list("id", "merged_into")) | dict(
        zip(people, people, strict=True)
    )
    words = apps.get_model("customers", "Consent").objects.filter(customer__in=speakers)
    merges = apps.get_model("customers", "Merge").objects.filter(
        undone_at=None, gone__merged_into__in=people
    )
    told = [
        (
            (speakers[who], channel, purpose),
            Word(customer_id=who, is_given=is_given, decided_at=at),
        )
        for who, channel, purpose, is_given, at in words.order_by(*OLDEST_FIRST).values_list(
            "customer_id", "channel", "purpose", "is_given", "decided_at"
        )
    ]
    merged_at = dict(merges.order_by("merged_at").values_list("gone__merged_into_id", "merged_at"))
    agreement = apps.get_model("customers", "Agreement")
    agreement.objects.bulk_create(
        [
            agreement(
                workspace_id=workspace_id,
                customer_id=who,
                channel=channel,
                purpose=purpose,
                is_given=is_given,
            )
            for (who, channel, purpose), is_given in decided(told, merged_at=merged_at).items()
        ],
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_portal"),
        ("customers", "0005_follow_changes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="customer",
            name="customers_listed",
        ),
        migrations.AddIndex(
            model_name="customer",
            index=plon.customers.models.indexes.SearchedIndex(
                condition=models.Q(("erased_at", None), ("merged_into", None)),
                fields=[
                    "workspace",
                    "last_name",
                    "first_name",
                    "company_name",
                    "id",
                    "merged_into",
                    "erased_at",
                    "search_text",
                ],
                name="customers_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into", "id"],
                name="customers_merged",
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "Email"),
                            ("sms", "Sms"),
                            ("voice", "Voice"),
                            ("whatsapp", "Whatsapp"),
                            ("messenger", "Messenger"),
                            ("instagram", "Instagram"),
                            ("telegram", "Telegram"),
                            ("viber", "Viber"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("marketing", "Marketing"),
                            ("referral", "Referral"),
                            ("service", "Service"),
                        ],
                        max_length=9,
                    ),
                ),
                ("is_given", models.BooleanField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["workspace", "channel", "purpose", "is_given", "customer"],
                        name="customers_agreement_who",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "customer", "channel", "purpose"),
                        name="customers_agreement_once",
                    )
                ],
            },
        ),
        migrations.RunPython(write_agreements, migrations.RunPython.noop),
    ]

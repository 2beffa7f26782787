"""A person or a firm, and the addresses they are known by."""

from django.db import models
from django.db.models import Q

from plon.customers.models.indexes import SearchedIndex
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Customer(Row):
    """A person or a firm. Personal fields are emptied by erasure; the row and its id stay."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"
        PARTNER = "partner"
        SUPPLIER = "supplier"
        EMPLOYEE = "employee"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=20, blank=True)  # NIP and kin, digits only
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    region = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)  # "" is the workspace's
    preferred_channel = models.CharField(max_length=16, blank=True)  # a kind of Identity
    birthday = models.DateField(null=True, blank=True)
    company_birthday = models.DateField(null=True, blank=True)
    first_visit_date = models.DateField(null=True, blank=True)
    acquisition_channel = models.CharField(max_length=80, blank=True)
    campaign = models.CharField(max_length=120, blank=True)
    referrer = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    data_source = models.CharField(max_length=120, blank=True)  # where we have the data from
    has_complaint = models.BooleanField(default=False)  # open or past: no referral asks
    has_returned = models.BooleanField(default=False)  # returned a product: no referral asks
    favourite_product = models.CharField(max_length=200, blank=True)
    needs = models.TextField(blank=True)
    preferences = models.TextField(blank=True)
    search_text = models.TextField(blank=True)  # names and addresses, folded: domain.fold
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)  # by anything but the import that brought it
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    import_id = models.UUIDField(null=True)  # the import that brought the row
    emptied = models.TextField(blank=True)  # by hand, a line each: imports leave those blank

    data_map = DataMap(
        people=("id",),
        emptied=(
            "first_name",
            "last_name",
            "company_name",
            "tax_id",
            "street",
            "postcode",
            "city",
            "language",
            "preferred_channel",
            "birthday",
            "company_birthday",
            "first_visit_date",
            "data_source",
            "favourite_product",
            "needs",
            "preferences",
            "search_text",
            "emptied",
        ),
        kept=("country", "region", "acquisition_channel", "campaign"),  # totals are made of them
        staff=("search_text", "emptied"),
    )

    class Meta:
        indexes = [
            SearchedIndex(  # by name; the last three let SQLite count and search in the index alone
                fields=[
                    *("workspace", "last_name", "first_name", "company_name", "id"),
                    *("merged_into", "erased_at", "search_text"),
                ],
                condition=Q(merged_into=None, erased_at=None),
                name="customers_listed",
            ),
            models.Index(  # the few who were merged; of the key's own index SQLite thinks ill
                fields=["merged_into", "id"],
                condition=Q(merged_into__isnull=False),
                name="customers_merged",
            ),
            models.Index(  # the few whom lists do not show
                fields=["workspace", "id"],
                condition=Q(merged_into__isnull=False) | Q(erased_at__isnull=False),
                name="customers_gone",
            ),
            models.Index(fields=["workspace", "-created_at", "id"], name="customers_newest"),
            models.Index(fields=["workspace", "updated_at", "id"], name="customers_updated"),
            models.Index(
                fields=["workspace", "import_id"],
                condition=Q(import_id__isnull=False),
                name="customers_of_import",
            ),
        ]

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Identity(Row):
    """An address that belongs to one customer of the workspace."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"
        WHATSAPP = "whatsapp"
        MESSENGER = "messenger"
        INSTAGRAM = "instagram"
        TELEGRAM = "telegram"
        VIBER = "viber"
        EXTERNAL = "external"  # an id of another system; value "shop:4711"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=9, choices=Kind)
    value = models.CharField(max_length=254)  # normal form: lower case, E.164
    shown = models.CharField(max_length=254)  # as it was written
    created_at = models.DateTimeField()
    import_id = models.UUIDField(null=True)  # the import that brought the address

    data_map = DataMap(people=("customer_id",), is_deleted=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "value"], name="customers_identity_one_owner"
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "import_id"],
                condition=Q(import_id__isnull=False),
                name="customers_identity_of_import",
            ),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"

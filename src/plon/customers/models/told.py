"""What a customer said, what befell them, and what the firm wrote down about them."""

from django.db import models

from plon.customers.models.customer import Customer
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Consent(Row):
    """What a customer said about being contacted: the newest row for a channel and purpose
    counts. Rows are added, never changed, but that proofs are forgotten and addresses shortened.
    """

    is_append_only = True

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"
        VOICE = "voice"
        WHATSAPP = "whatsapp"
        MESSENGER = "messenger"
        INSTAGRAM = "instagram"
        TELEGRAM = "telegram"
        VIBER = "viber"

    class Purpose(models.TextChoices):
        MARKETING = "marketing"
        REFERRAL = "referral"  # to be contacted as somebody who was referred
        SERVICE = "service"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    channel = models.CharField(max_length=9, choices=Channel)
    purpose = models.CharField(max_length=9, choices=Purpose)
    is_given = models.BooleanField()
    wording_id = models.CharField(max_length=64)  # which text was agreed to
    wording_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=120)  # where: page, counter, phone, import
    proof = models.TextField(blank=True)  # address of the click, scan of the paper, file and line
    ip = models.CharField(max_length=45, blank=True)  # of an old one the network alone
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    data_map = DataMap(  # what was said stays, as proof that we kept to it
        people=("customer_id",),
        emptied=("proof", "ip"),
        shortened=("ip",),
        kept=("wording_id", "wording_sha256", "language", "form"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "customer", "channel", "purpose", "-decided_at"],
                name="customers_consent_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Agreement(Row):
    """What the words of a customer, and of those merged into them, come to: what lists and
    segments ask. Only services.agreeing writes it, out of Consent.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=9, choices=Consent.Channel)
    purpose = models.CharField(max_length=9, choices=Consent.Purpose)
    is_given = models.BooleanField()

    data_map = DataMap(people=("customer_id",), is_deleted=True, is_exported=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "customer", "channel", "purpose"],
                name="customers_agreement_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "channel", "purpose", "is_given", "customer"],
                name="customers_agreement_who",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class LifeEvent(Row):
    """A day in a customer's life that a firm may act on."""

    class Kind(models.TextChoices):
        CONTRACT = "contract"
        KEYS = "keys"  # hand-over of the keys
        FIRST_REDUCTION = "first_reduction"  # of an instalment
        INSURANCE_RENEWAL = "insurance_renewal"
        CHILD = "child"
        HOME = "home"
        FLAT_UPGRADE = "flat_upgrade"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="life_events")
    kind = models.CharField(max_length=17, choices=Kind)
    event_date = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    data_map = DataMap(people=("customer_id",), is_deleted=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Note(Row):
    """What somebody of the firm wrote down about a customer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="notes")
    text = models.TextField()
    author = models.CharField(max_length=160)  # accounts.Caller.actor
    author_name = models.CharField(max_length=160, blank=True)
    written_at = models.DateTimeField()

    data_map = DataMap(people=("customer_id",), is_deleted=True, staff=("author", "author_name"))

    def __str__(self) -> str:
        return f"note {self.pk}"


class Tag(Row):
    """A word that a firm sticks on customers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)

    data_map = DataMap(kept=("name",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="customers_tag_once"),
        ]

    def __str__(self) -> str:
        return f"tag {self.pk}"


class Tagging(Row):
    """A tag on a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    data_map = DataMap(people=("customer_id",), is_deleted=True, told=("tag__name",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "customer", "tag"], name="customers_tagging_once"
            ),
        ]

    def __str__(self) -> str:
        return f"tagging {self.pk}"


class SavedView(Row):
    """A list's filters under a name: its address' query."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)  # "group=dormant&tag=…"
    created_at = models.DateTimeField()

    data_map = DataMap(kept=("name", "query"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="customers_view_once"),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"

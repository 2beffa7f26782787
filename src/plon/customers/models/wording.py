"""The texts that customers agree to."""

from django.db import models

from plon.customers.models.told import Consent
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Wording(Row):
    """A version of the text that customers agree to, for one channel and purpose.

    The newest version is asked; one that somebody agreed to never changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=9, choices=Consent.Channel)
    purpose = models.CharField(max_length=9, choices=Consent.Purpose)
    version = models.PositiveIntegerField()
    text_pl = models.TextField()
    text_en = models.TextField()
    author_name = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField()

    data_map = DataMap(kept=("text_pl", "text_en", "author_name"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "channel", "purpose", "version"],
                name="customers_wording_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"wording {self.pk}"

"""The backend. Django cuts statements at 999 parameters; SQLite takes 32,766 since 3.32 (2020)."""

from typing import Any

from django.db.backends.sqlite3 import base, features

from plon.runtime import addresses
from plon.runtime.digests import OrderedSha256


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = 32_766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with what `digests.sha256_of_group` and the walls ask for."""
        made = super().get_new_connection(conn_params)
        made.create_aggregate("sha256_of", 2, OrderedSha256)
        made.create_function(addresses.NAME, 1, addresses.shortened, deterministic=True)
        return made

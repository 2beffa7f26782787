from django.urls import path

from plon.ledger.views import accounts, transfers

app_name = "ledger"
urlpatterns = [
    path("", accounts.index, name="accounts"),
    path("accounts/<uuid:account_id>/", accounts.account, name="account"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<uuid:transfer_id>/", transfers.transfer, name="transfer"),
]

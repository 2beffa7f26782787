"""Value held and moved: units, accounts, transfers, lots, reservations, and the proof of it all.

Account, transfer, posting, balance, lot, reservation: docs/concepts/ledger.md says what each is.
The room knows nothing of rewards: it moves value between accounts.
"""

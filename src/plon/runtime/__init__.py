"""Django plumbing for all rooms: tenancy, outbox, duties, worker, the databases' walls."""

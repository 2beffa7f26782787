#!/bin/sh
# Run once by the image of PostgreSQL on an empty volume: the roles of docs/operations/postgresql.md.
set -eu
psql --set=ON_ERROR_STOP=1 --username postgres --dbname plon \
  --set=owner_password="$(cat /run/secrets/owner_password)" \
  --set=app_password="$(cat /run/secrets/app_password)" \
  --set=backup_password="$(cat /run/secrets/backup_password)" <<'SQL'
CREATE ROLE plon_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE plon_app LOGIN PASSWORD :'app_password';
ALTER SCHEMA public OWNER TO plon_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE ROLE plon_backup LOGIN BYPASSRLS PASSWORD :'backup_password' IN ROLE pg_read_all_data;
GRANT USAGE ON SCHEMA public TO plon_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plon_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO plon_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plon_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO plon_app;
SQL

-- Creates roles, database and schema of Referral Sync; running it again changes nothing.
--
--   sudo -u postgres psql -f setup.sql        on the primary, as a superuser
--
-- It sets no passwords. Set each role's afterwards, in psql, which sends only a hash:
--   \password referral_sync_owner
--   \password referral_sync
-- or let the roles log in with client certificates: `cert` instead of `scram-sha-256` in pg_hba.
\set ON_ERROR_STOP on
SET client_min_messages = warning;

-- The owner makes and changes the tables; the service and the command line are the other role.
SELECT format('CREATE ROLE %I', name)
FROM (VALUES ('referral_sync_owner'), ('referral_sync')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE referral_sync_owner
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE referral_sync
    LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- What is acknowledged is on the disk of the primary and of a synchronous standby.
ALTER ROLE referral_sync_owner SET synchronous_commit = on;
ALTER ROLE referral_sync SET synchronous_commit = on;

-- A client that hangs between two statements holds locks and keeps autovacuum from its work.
ALTER ROLE referral_sync_owner SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE referral_sync SET idle_in_transaction_session_timeout = '30s';

-- Not for the owner: a migration may build an index for longer than a minute.
ALTER ROLE referral_sync SET statement_timeout = '60s';
ALTER ROLE referral_sync SET lock_timeout = '10s';

-- Collation C: the order in indexes is then the same whatever the standby's system library says.
SELECT $$CREATE DATABASE referral_sync OWNER referral_sync_owner TEMPLATE template0
    ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'$$
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'referral_sync') \gexec

REVOKE ALL ON DATABASE referral_sync FROM PUBLIC;
GRANT CONNECT ON DATABASE referral_sync TO referral_sync;
ALTER ROLE referral_sync_owner IN DATABASE referral_sync SET search_path = referral_sync;
ALTER ROLE referral_sync IN DATABASE referral_sync SET search_path = referral_sync;

\connect referral_sync
SET client_min_messages = warning;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS referral_sync AUTHORIZATION referral_sync_owner;
REVOKE ALL ON SCHEMA referral_sync FROM PUBLIC;
GRANT USAGE ON SCHEMA referral_sync TO referral_sync;
-- To see which transactions have been open for too long, whoever began them.
GRANT pg_read_all_stats TO referral_sync;

-- The migrations grant DELETE on the few tables that need it; nothing grants TRUNCATE.
ALTER DEFAULT PRIVILEGES FOR ROLE referral_sync_owner IN SCHEMA referral_sync
    GRANT SELECT, INSERT, UPDATE ON TABLES TO referral_sync;
ALTER DEFAULT PRIVILEGES FOR ROLE referral_sync_owner IN SCHEMA referral_sync
    GRANT USAGE ON SEQUENCES TO referral_sync;

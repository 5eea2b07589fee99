"""Alembic migrations: how a base of an older version becomes one of this."""

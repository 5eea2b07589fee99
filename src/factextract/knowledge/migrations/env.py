"""What Alembic runs: the migrations, on the connection and in the transaction it is given."""

from alembic import context

from factextract.knowledge.base import VERSION_TABLE
from factextract.knowledge.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

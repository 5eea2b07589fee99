"""Tables for what the arithmetic checks found."""

import sqlalchemy as sa
from alembic import op

from factextract.knowledge.schema import ExactDecimal

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("expected_low", ExactDecimal(), nullable=False),
        sa.Column("expected_high", ExactDecimal(), nullable=False),
        sa.Column("stated_low", ExactDecimal(), nullable=False),
        sa.Column("stated_high", ExactDecimal(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_checks_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
        comment=(
            "Arithmetic relations between facts of an article. problem: null where everything fits, else values, units"
            " or periods. expected: what follows from the other facts, stated: what the last one says, as rounded."
        ),
    )
    op.create_index(op.f("ix_checks_article_id"), "checks", ["article_id"], unique=False)
    op.create_index(op.f("ix_checks_problem"), "checks", ["problem"], unique=False)
    op.create_table(
        "check_facts",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.String(length=16), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_check_facts_check_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["facts.id"], name=op.f("fk_check_facts_fact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", "position", name=op.f("pk_check_facts")),
        comment=(
            "The facts of a check, and each one's part in it. suspect: the check does not hold, and no other one that"
            " does speaks for the fact."
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_check_facts_fact_id"), "check_facts", ["fact_id"], unique=False)

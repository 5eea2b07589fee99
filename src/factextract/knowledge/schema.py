"""The tables of the knowledge base, the same on SQLite and PostgreSQL.

An article has sentences, a sentence has facts; a fact names entities (`fact_entities`), each by one of the
entity's `aliases`. Facts that state the same thing are one claim (`claim_facts`). From every row there is a way
back to the article, the sentence and the characters it was read from. The migrations in ``migrations/`` make
these tables; a test compares the two.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal that comes back as it went in: NUMERIC on PostgreSQL, plain digits as text on SQLite.

    SQLite would keep NUMERIC as a double of some 15 digits. Text sorts by its characters: sort and compare by
    the columns ``lowest`` and ``highest``, which hold the same numbers as doubles.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of a database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(Numeric(asdecimal=True))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """A Decimal as the database takes it."""
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A Decimal from what the database gave."""
        return value if value is None or isinstance(value, Decimal) else Decimal(value)


def _number_columns() -> tuple[Column[Any], ...]:
    """A number in base units: ``value``, or a range's ``low`` and ``high``, exact; and its ends as doubles."""
    return (
        Column("value", ExactDecimal),
        Column("low", ExactDecimal),
        Column("high", ExactDecimal),
        Column(
            "lowest", Float(53), Computed("CAST(COALESCE(value, low) AS DOUBLE PRECISION)", persisted=True)
        ),
        Column(
            "highest", Float(53), Computed("CAST(COALESCE(value, high) AS DOUBLE PRECISION)", persisted=True)
        ),
    )


def _phrase_columns(slot: str) -> tuple[Column[Any], ...]:
    """Words that fill a slot, with the characters of the article they were read from."""
    return (
        Column(slot, Text),
        Column(f"{slot}_start", Integer),
        Column(f"{slot}_end", Integer),
    )


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("published", Date, index=True),
    Column("source", Text),
    Column("digest", String(64), nullable=False),
    comment="One row an article. digest: a hash of its records, by which a file loaded twice is known.",
)

sentences = Table(
    "sentences",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("article_id", "start_char", "end_char"),
    comment="The sentences that state facts, with their offsets in the article. Indexed for full-text search.",
)

facts = Table(
    "facts",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column(
        "sentence_id", Integer, ForeignKey("sentences.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    *(
        Column(f"evidence{suffix}", column_type, nullable=False)
        for suffix, column_type in (("", Text), ("_start", Integer), ("_end", Integer))
    ),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("period_text", Text),
    Column("period_text_start", Integer),
    Column("period_text_end", Integer),
    Column("period_timex3", Text),
    Column("period_explicit", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("source", Text),
    Column("confidence", Float(53), nullable=False),
    *_number_columns(),
    Column("unit", Text),
    Column("modifier", Text),
    Column("role", Text),
    Column("direction", Text),
    *_phrase_columns("indicator"),
    Column("per", Text),
    Column("flow", Text),
    *_phrase_columns("commodity"),
    Column("basis", Text),
    *_phrase_columns("whole"),
    *_phrase_columns("event"),
    Column("time", String(5)),
    Column("recurrence", Text),
    Index(None, "kind", "period_start"),
    comment=(
        "One row a record, with a column for every field of every kind. period_start and period_end are days,"
        " both included; period_text the words they were read from."
    ),
)

equivalents = Table(
    "equivalents",
    metadata,
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    *_number_columns(),
    Column("unit", Text, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    comment="The amount of a fact restated in another currency.",
)

entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("iso", Text, index=True),
    comment="What facts are about. type: spaCy's label (GPE, ORG, ...). iso: ISO 3166-1 or 3166-2 code.",
)

aliases = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("iso", Text),
    Column("entity_id", Integer, ForeignKey("entities.id"), nullable=False, index=True),
    Index(None, "name"),
    comment="The names of entities as records have them; name, type and iso together are in no two rows.",
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("alias_id", Integer, ForeignKey("aliases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("other_id", Integer, ForeignKey("aliases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("same", Boolean),
    Column("rule", Text, nullable=False),
    Column("score", Float(53)),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("alias_id", "other_id"),
    comment=(
        "Whether two names mean one entity, and who says so. same: null where it is left to a person."
        " rule: iso, name, legal_form, acronym, similar, person. decided_by: program or person."
    ),
)

acronyms = Table(
    "acronyms",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("short", Text, primary_key=True),
    Column("long", Text, primary_key=True),
    Column("sentence_id", Integer, ForeignKey("sentences.id", ondelete="CASCADE"), nullable=False),
    Index(None, "short"),
    comment='Acronyms an article defines: "Asian Development Bank (ADB)".',
)

fact_entities = Table(
    "fact_entities",
    metadata,
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("entity_id", Integer, ForeignKey("entities.id"), nullable=False),
    Column("alias_id", Integer, ForeignKey("aliases.id"), nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Index(None, "entity_id", "role"),
    sqlite_with_rowid=False,
    comment=(
        "Which entities a fact names, as what (role: subject, reporter, partner, participant, location), by which"
        " name, and where in the article. The subjects of trade are its reporter and partner, in both roles."
    ),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("block", String(16), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("status", Text, nullable=False),
    *_number_columns(),
    Column("unit", Text),
    Column("modifier", Text),
    Column("role", Text),
    Column("direction", Text),
    Column("indicator", Text),
    Column("per", Text),
    Column("flow", Text),
    Column("commodity", Text),
    Column("basis", Text),
    Column("whole", Text),
    Column("event", Text),
    Column("time", String(5)),
    Column("recurrence", Text),
    Column("confidence", Float(53), nullable=False),
    Column("fact_count", Integer, nullable=False),
    Column("article_count", Integer, nullable=False),
    Column("sources", Text, nullable=False),
    Column("first_published", Date),
    Column("last_published", Date),
    Index(None, "kind", "period_start"),
    comment=(
        "What one or more facts state, in the words and figures of the most exact of them, with its support:"
        " how many facts and articles, whose (sources, divided by '; '), published first and last."
        " id: the id of its earliest fact. block: facts of two blocks are never compared."
    ),
)

claim_facts = Table(
    "claim_facts",
    metadata,
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
    comment="The claim a fact supports. Every fact supports one.",
)

claim_entities = Table(
    "claim_entities",
    metadata,
    Column("claim_id", ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("entity_id", Integer, ForeignKey("entities.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("period_start", Date),
    Index(None, "entity_id", "role", "kind", "period_start"),
    sqlite_with_rowid=False,
    comment=(
        "The entities of a claim by role, as in fact_entities. kind and period_start repeat the claim's, so that"
        " one index finds an entity's claims of a kind and time."
    ),
)

checks = Table(
    "checks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("problem", Text, index=True),
    Column("expected_low", ExactDecimal, nullable=False),
    Column("expected_high", ExactDecimal, nullable=False),
    Column("stated_low", ExactDecimal, nullable=False),
    Column("stated_high", ExactDecimal, nullable=False),
    Column("unit", Text, nullable=False),
    comment=(
        "Arithmetic relations between facts of an article. problem: null where everything fits, else values, units or"
        " periods. expected: what follows from the other facts, stated: what the last one says, as rounded."
    ),
)

check_facts = Table(
    "check_facts",
    metadata,
    Column("check_id", ForeignKey("checks.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("fact_id", ForeignKey("facts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", Text, nullable=False),
    Column("suspect", Boolean, nullable=False),
    sqlite_with_rowid=False,
    comment=(
        "The facts of a check, and each one's part in it. suspect: the check does not hold, and no other one that"
        " does speaks for the fact."
    ),
)

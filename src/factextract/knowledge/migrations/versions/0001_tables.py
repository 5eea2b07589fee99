"""The first tables, the full-text index on sentences, and the views."""

import sqlalchemy as sa
from alembic import op

from factextract.knowledge.schema import ExactDecimal

revision = "0001"
down_revision = None

# Plain SQL, as Alembic has no words for these; the same on both databases, but for NAMES and the index. Joined from a
# query of their own, SQLite begins with reporters and subjects where they are asked for.
_VIEWS = {
    "trade_flows": """
        SELECT c.id AS claim_id, r.name AS reporter,
            (SELECT e.name FROM claim_entities ce JOIN entities e ON e.id = ce.entity_id
                WHERE ce.claim_id = c.id AND ce.role = 'partner' AND ce.position = 0) AS partner,
            c.flow, c.commodity, c.period_start, c.period_end, c.status, c.role, c.direction, c.value, c.low, c.high,
            c.lowest, c.highest, c.unit, c.modifier, c.article_count, c.sources, c.first_published, c.last_published
        FROM claims c
        LEFT JOIN (SELECT ce.claim_id, e.name FROM claim_entities ce JOIN entities e ON e.id = ce.entity_id
            WHERE ce.role = 'reporter') r ON r.claim_id = c.id
        WHERE c.kind = 'trade_value'
    """,
    "growth_rates": """
        SELECT c.id AS claim_id, s.name AS subject,
            (SELECT e.name FROM claim_entities ce JOIN entities e ON e.id = ce.entity_id
                WHERE ce.claim_id = c.id AND ce.role = 'subject' AND ce.position = 1) AS partner,
            c.indicator, c.basis, c.period_start, c.period_end, c.status, c.value, c.low, c.high, c.lowest, c.highest,
            c.unit, c.modifier, c.article_count, c.sources, c.first_published, c.last_published
        FROM claims c
        LEFT JOIN (SELECT ce.claim_id, e.name FROM claim_entities ce JOIN entities e ON e.id = ce.entity_id
            WHERE ce.role = 'subject' AND ce.position = 0) s ON s.claim_id = c.id
        WHERE c.kind = 'growth_percentage'
    """,
    "timeline": """
        SELECT c.id AS claim_id, c.period_start, c.period_end, c.time, c.recurrence, c.event,
            (SELECT NAMES FROM claim_entities ce JOIN entities e ON e.id = ce.entity_id
                WHERE ce.claim_id = c.id AND ce.role = 'participant') AS participants,
            location.name AS location, c.status, c.article_count, c.sources, c.first_published, c.last_published
        FROM claims c
        LEFT JOIN claim_entities l ON l.claim_id = c.id AND l.role = 'location'
        LEFT JOIN entities location ON location.id = l.entity_id
        WHERE c.kind = 'event_date'
    """,
    "provenance": """
        SELECT cf.claim_id, f.id AS fact_id, f.kind, f.evidence, f.evidence_start, f.evidence_end,
            s.text AS sentence, s.start_char AS sentence_start, s.end_char AS sentence_end,
            a.id AS article_id, a.title, a.published, a.source AS publisher, f.source AS said_by, f.confidence
        FROM facts f
        JOIN sentences s ON s.id = f.sentence_id
        JOIN articles a ON a.id = f.article_id
        LEFT JOIN claim_facts cf ON cf.fact_id = f.id
    """,
}
_NAMES = {
    "sqlite": "group_concat(e.name, '; ')",
    "postgresql": "string_agg(e.name, '; ' ORDER BY ce.position)",
}
_FULL_TEXT = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE sentence_words
        USING fts5(text, content='sentences', content_rowid='id', tokenize='porter unicode61')
        """,
        """
        CREATE TRIGGER sentences_removed AFTER DELETE ON sentences BEGIN
            INSERT INTO sentence_words (sentence_words, rowid, text) VALUES ('delete', old.id, old.text);
        END
        """,
        """
        CREATE TRIGGER sentences_changed AFTER UPDATE ON sentences BEGIN
            INSERT INTO sentence_words (sentence_words, rowid, text) VALUES ('delete', old.id, old.text);
            INSERT INTO sentence_words (rowid, text) VALUES (new.id, new.text);
        END
        """,
    ),
    "postgresql": ("CREATE INDEX sentence_words ON sentences USING gin (to_tsvector('english', text))",),
}


def upgrade() -> None:
    """Make tables, index and views."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        comment="One row an article. digest: a hash of its records, by which a file loaded twice is known.",
    )
    op.create_index(op.f("ix_articles_published"), "articles", ["published"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("block", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("low", ExactDecimal(), nullable=True),
        sa.Column("high", ExactDecimal(), nullable=True),
        sa.Column(
            "lowest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, low) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "highest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, high) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("flow", sa.Text(), nullable=True),
        sa.Column("commodity", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("whole", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("fact_count", sa.Integer(), nullable=False),
        sa.Column("article_count", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("first_published", sa.Date(), nullable=True),
        sa.Column("last_published", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        comment="What one or more facts state, in the words and figures of the most exact of them, with its support: how many facts and articles, whose (sources, divided by '; '), published first and last. id: the id of its earliest fact. block: facts of two blocks are never compared.",
    )
    op.create_index(op.f("ix_claims_block"), "claims", ["block"], unique=False)
    op.create_index(op.f("ix_claims_kind_period_start"), "claims", ["kind", "period_start"], unique=False)
    op.create_table(
        "entities",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("iso", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
        comment="What facts are about. type: spaCy's label (GPE, ORG, ...). iso: ISO 3166-1 or 3166-2 code.",
    )
    op.create_index(op.f("ix_entities_iso"), "entities", ["iso"], unique=False)
    op.create_index(op.f("ix_entities_name"), "entities", ["name"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("iso", sa.Text(), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_aliases_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
        comment="The names of entities as records have them; name, type and iso together are in no two rows.",
    )
    op.create_index(op.f("ix_aliases_entity_id"), "aliases", ["entity_id"], unique=False)
    op.create_index(op.f("ix_aliases_name"), "aliases", ["name"], unique=False)
    op.create_table(
        "claim_entities",
        sa.Column("claim_id", sa.String(length=16), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_entities_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_claim_entities_entity_id")),
        sa.PrimaryKeyConstraint("claim_id", "role", "position", name=op.f("pk_claim_entities")),
        comment="The entities of a claim by role, as in fact_entities. kind and period_start repeat the claim's, so that one index finds an entity's claims of a kind and time.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_claim_entities_entity_id_role_kind_period_start"),
        "claim_entities",
        ["entity_id", "role", "kind", "period_start"],
        unique=False,
    )
    op.create_table(
        "sentences",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_sentences_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentences")),
        sa.UniqueConstraint(
            "article_id", "start_char", "end_char", name=op.f("uq_sentences_article_id_start_char_end_char")
        ),
        comment="The sentences that state facts, with their offsets in the article. Indexed for full-text search.",
    )
    op.create_table(
        "acronyms",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("long", sa.Text(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_acronyms_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentences.id"], name=op.f("fk_acronyms_sentence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "short", "long", name=op.f("pk_acronyms")),
        comment='Acronyms an article defines: "Asian Development Bank (ADB)".',
    )
    op.create_index(op.f("ix_acronyms_short"), "acronyms", ["short"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alias_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alias_id"], ["aliases.id"], name=op.f("fk_decisions_alias_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["aliases.id"], name=op.f("fk_decisions_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("alias_id", "other_id", name=op.f("uq_decisions_alias_id_other_id")),
        comment="Whether two names mean one entity, and who says so. same: null where it is left to a person. rule: iso, name, legal_form, acronym, similar, person. decided_by: program or person.",
    )
    op.create_index(op.f("ix_decisions_alias_id"), "decisions", ["alias_id"], unique=False)
    op.create_index(op.f("ix_decisions_other_id"), "decisions", ["other_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("sentence_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_start", sa.Integer(), nullable=False),
        sa.Column("evidence_end", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_text", sa.Text(), nullable=True),
        sa.Column("period_text_start", sa.Integer(), nullable=True),
        sa.Column("period_text_end", sa.Integer(), nullable=True),
        sa.Column("period_timex3", sa.Text(), nullable=True),
        sa.Column("period_explicit", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("low", ExactDecimal(), nullable=True),
        sa.Column("high", ExactDecimal(), nullable=True),
        sa.Column(
            "lowest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, low) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "highest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, high) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("indicator_start", sa.Integer(), nullable=True),
        sa.Column("indicator_end", sa.Integer(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("flow", sa.Text(), nullable=True),
        sa.Column("commodity", sa.Text(), nullable=True),
        sa.Column("commodity_start", sa.Integer(), nullable=True),
        sa.Column("commodity_end", sa.Integer(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("whole", sa.Text(), nullable=True),
        sa.Column("whole_start", sa.Integer(), nullable=True),
        sa.Column("whole_end", sa.Integer(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("event_start", sa.Integer(), nullable=True),
        sa.Column("event_end", sa.Integer(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_facts_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentences.id"], name=op.f("fk_facts_sentence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facts")),
        comment="One row a record, with a column for every field of every kind. period_start and period_end are days, both included; period_text the words they were read from.",
    )
    op.create_index(op.f("ix_facts_article_id"), "facts", ["article_id"], unique=False)
    op.create_index(op.f("ix_facts_kind_period_start"), "facts", ["kind", "period_start"], unique=False)
    op.create_index(op.f("ix_facts_sentence_id"), "facts", ["sentence_id"], unique=False)
    op.create_table(
        "claim_facts",
        sa.Column("fact_id", sa.String(length=16), nullable=False),
        sa.Column("claim_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claims.id"], name=op.f("fk_claim_facts_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["facts.id"], name=op.f("fk_claim_facts_fact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_claim_facts")),
        comment="The claim a fact supports. Every fact supports one.",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claim_facts_claim_id"), "claim_facts", ["claim_id"], unique=False)
    op.create_table(
        "equivalents",
        sa.Column("fact_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("low", ExactDecimal(), nullable=True),
        sa.Column("high", ExactDecimal(), nullable=True),
        sa.Column(
            "lowest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, low) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "highest",
            sa.Float(precision=53),
            sa.Computed("CAST(COALESCE(value, high) AS DOUBLE PRECISION)", persisted=True),
            nullable=True,
        ),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["facts.id"], name=op.f("fk_equivalents_fact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fact_id", "position", name=op.f("pk_equivalents")),
        comment="The amount of a fact restated in another currency.",
    )
    op.create_table(
        "fact_entities",
        sa.Column("fact_id", sa.String(length=16), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("alias_id", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alias_id"], ["aliases.id"], name=op.f("fk_fact_entities_alias_id")),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_fact_entities_entity_id")),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["facts.id"], name=op.f("fk_fact_entities_fact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fact_id", "role", "position", name=op.f("pk_fact_entities")),
        comment="Which entities a fact names, as what (role: subject, reporter, partner, participant, location), by which name, and where in the article. The subjects of trade are its reporter and partner, in both roles.",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_fact_entities_entity_id_role"), "fact_entities", ["entity_id", "role"], unique=False
    )
    dialect = op.get_bind().dialect.name
    for statement in _FULL_TEXT[dialect]:
        op.execute(statement)
    for name, query in _VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query.replace('NAMES', _NAMES[dialect])}")

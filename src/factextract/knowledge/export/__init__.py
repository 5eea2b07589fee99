"""A base's facts as a file in another form: RDF, or one table."""

from factextract.knowledge.export.form import Form

__all__ = ["Form"]

"""The errors a user can meet: each message names the file or value and says what is wrong with it."""


class FactextractError(Exception):
    """Base of every error factextract raises on purpose."""


class ArticleError(FactextractError):
    """A file or record that gives no article. ``path`` is where, ``reason`` is what is wrong."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ModelError(FactextractError):
    """The spaCy pipeline asked for is not installed or cannot be used."""


class UsageError(FactextractError):
    """The call itself is wrong: a path that is not there, a date that is none."""


class GoldError(FactextractError):
    """A gold file that cannot be read as gold."""

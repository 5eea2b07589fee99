"""The errors a user can meet: each message names the file or value and says what is wrong with it."""


class FactextractError(Exception):
    """Base of every error factextract raises on purpose."""


class ModelError(FactextractError):
    """The spaCy pipeline asked for is not installed or cannot be used."""


class UsageError(FactextractError):
    """The call itself is wrong: a path that is not there, a date that is none."""


class FileError(FactextractError):
    """Something is wrong with a file: ``path`` says where (file, or file and line), ``reason`` what."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.path, self.reason), self.__dict__


class ArticleError(FileError):
    """A file or record that gives no article; ``stage`` says at what it failed."""

    stage = "read"


class ExtractionError(ArticleError):
    """An article whose facts could not be read."""

    stage = "extract"


class LostWorkerError(ExtractionError):
    """An article that took the process down that read it, or kept it for too long."""

    stage = "crash"


class GoldError(FileError):
    """A gold file that cannot be read as gold."""


class RecordsError(FileError):
    """A file of records that cannot be read, or has a line that is no record."""


class OutputError(FileError):
    """A file that cannot be written."""


class TooManyErrorsError(FactextractError):
    """More articles failed than were to be put up with."""


class WorkersError(FactextractError):
    """The processes that read articles end as soon as they begin."""


class StoppedError(FactextractError):
    """A run that was asked to stop, and did when what was begun was done; ``number`` is the signal's."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


class BaseError(FileError):
    """A knowledge base that cannot be opened, read or written; ``path`` is its URL, without the password."""


class RejectedError(FactextractError):
    """Lines that are no records, in ``rejected``, where all had to be."""

    _MOST_TOLD = 20

    def __init__(self, rejected: list[RecordsError]) -> None:
        told = [str(error) for error in rejected[: self._MOST_TOLD]]
        if len(rejected) > len(told):
            told.append(f"and {len(rejected) - len(told):,} more")
        super().__init__("\n".join(["these lines are no valid records, and nothing was loaded:", *told]))
        self.rejected = rejected

"""What can go wrong with a query, told apart so that the command line and the endpoint can say it each in its way."""

from enum import StrEnum

from kg.errors import KgError


class Trouble(StrEnum):
    """Why a query has no answer."""

    SYNTAX = "syntax"  # not SPARQL, an unknown term or prefix
    REFUSED = "refused"  # an update, a SERVICE, text too long
    LIMIT = "limit"  # more rows, bytes or memory than allowed
    TIMEOUT = "timeout"
    BUSY = "busy"  # no worker came free
    DATA = "data"  # no outputs, or not readable


class QueryError(KgError):
    """A query that cannot be answered; the message is for the person who wrote it."""

    def __init__(self, message: str, trouble: Trouble = Trouble.SYNTAX) -> None:
        super().__init__(message)
        self.trouble = trouble

"""What goes between a pool and its workers."""

from dataclasses import dataclass, field

from kg.query.errors import Trouble
from kg.query.formats import Limits, Written


@dataclass(frozen=True, slots=True)
class Request:
    """A query to be answered."""

    text: str
    format: str = "json|turtle"
    seconds: float = 30.0
    limits: Limits = field(default_factory=Limits)
    default: tuple[str, ...] = ()  # graphs of the protocol's dataset
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A QueryError on its way to the parent."""

    message: str
    trouble: Trouble


Reply = Written | Failure

"""The errors a user can cause; only the command line turns them into messages."""


class KgError(Exception):
    """Root of every error that has a one-line message for the user."""


class InputError(KgError):
    """One input cannot be read: wrong encoding, binary, empty, too large. The message names the file."""


class RuleError(KgError):
    """A rule or knowledge file is malformed: unknown key, bad pattern, failing example. Names file and rule id."""


class OutputError(KgError):
    """The output cannot be written, or the graph does not conform to its SHACL shapes."""

"""What stops a check. Wrong data is never an exception: it is a Finding."""

from __future__ import annotations


class CannotCheckError(ValueError):
    """The check could not be made; `str()` says why and what to do."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, a line for each thing that is wrong."""
        return (str(self),)


class UnknownNameError(CannotCheckError):
    """A contract, kind, engine, rule or format that does not exist; `lists` is the command that lists those that do."""

    def __init__(self, what: str, name: object, known: tuple[str, ...], lists: str = "") -> None:
        self.what, self.name, self.known, self.lists = what, name, known, lists
        super().__init__(what, name, known, lists)

    def __str__(self) -> str:
        if not self.lists:
            return f"unknown {self.what} {self.name!r}; known: {', '.join(self.known)}"
        from difflib import get_close_matches

        near = get_close_matches(str(self.name), self.known, 1)
        question = f"did you mean {near[0]}? " if near else ""
        return f"unknown {self.what} {self.name!r}; {question}`{self.lists}` lists them all"


class BadDocumentError(CannotCheckError):
    """A project, pool or configuration that cannot be used at all."""

    def __init__(self, what: str, why: str, advice: str) -> None:
        self.what, self.why, self.advice = what, why, advice
        super().__init__(what, why, advice)

    def __str__(self) -> str:
        return f"{self.what}: {self.why}; {self.advice}"


class BadConfigurationError(CannotCheckError):
    """Keys or values of a configuration that cannot be used; `others` are those beside this one."""

    def __init__(
        self, file: str, key: str, why: str, advice: str, others: tuple[BadConfigurationError, ...] = ()
    ) -> None:
        self.file, self.key, self.why, self.advice, self.others = file, key, why, advice, others
        super().__init__(file, key, why, advice, others)

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each of them; with an empty `key` it is about the whole file."""
        where = f"{self.file}: {self.key}" if self.key else self.file
        return (f"{where}: {self.why}; {self.advice}", *(line for each in self.others for line in each.lines))

    def __str__(self) -> str:
        return "\n".join(self.lines)


class NotJSONError(ValueError):
    """A Python value that JSON cannot hold: `where` is its place, as `payload[3].input_values.x`."""

    def __init__(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        super().__init__(where, why)

    def __str__(self) -> str:
        return f"{self.where} {self.why}"

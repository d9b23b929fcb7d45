"""Facts about a target and the rights of its login. Reading them changes nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the login. `has` is None if the server does not say.

    `grant` is the statement that grants it, for an administrator to run in that database.
    """

    name: str
    has: bool | None
    needed: bool
    why: str
    grant: str

    @property
    def missing(self) -> bool:
        return self.needed and self.has is False


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one database: facts by name, rights, and sentences about what must be fixed."""

    place: str
    facts: tuple[tuple[str, str], ...]
    rights: tuple[Right, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.problems and not any(right.missing for right in self.rights)

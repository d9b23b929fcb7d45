"""What a target is and lets this login do: asked of the warehouse, without changing anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Right:
    """A right of the login. `has` is None where the server does not say.

    `grant` is the statement that gives it, for an administrator to run in that database.
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
    """One database: facts by name, rights, and sentences on what has to be mended."""

    place: str
    facts: tuple[tuple[str, str], ...]
    rights: tuple[Right, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.problems and not any(right.missing for right in self.rights)

"""The column register: the history of a board file and of loads' decisions. Pure.

It is kept in `raw_monday._columns`. A load adapts the board to monday, lands the rows and then
writes the board file, so the file can be lost, or be an old one in a fresh clone, while the rows
are there. Decisions are therefore also written in the transaction of the rows, and `recovery.py`
restores them to a file that lacks them. The file's key `revisions` says which decisions it knows:
a load that decides something which is in neither the file nor the register starts a new revision
and writes its number to the file. The register also keeps what the file of each revision said, so
that a person's edit can be told from an old copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from loader.board.board_file import RESERVED_IDS, AttributeEntry, BoardFile, ColumnEntry
from loader.board.name_register import ITEM_ID, shown_names
from loader.board.names import collation_key
from loader.errors import ProjectError

Entry = ColumnEntry | AttributeEntry | BoardFile
"""The entry of a column, an attribute, or the board itself (its file without those two lists)."""
BOARD = "__board__"
"""Id of the board's own entry."""
_FACTS = ("title", "url", "kind", "hierarchy", "monday")
_PLACE = ("name", "board_id", "database", "removed", "revisions", "attributes", "columns")
SETTINGS = tuple(f.name for f in fields(BoardFile) if f.name not in (*_FACTS, *_PLACE))
"""Fields in which a person decides about the board itself."""
_MOST_VERSIONS = 50
"""Versions kept of each entry. A file may be older by at most this many decisions on a column."""


class NamePassed(ProjectError):
    """The board file gives a column a name that permanently belongs to another column."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as the board file of a revision had it; revision 0 is before the first."""

    revision: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class RegisteredColumn:
    """A column, an attribute, the key column or the board itself."""

    column_id: str
    names: tuple[str, ...] = ()
    """Every name that it has ever had in the table."""
    versions: tuple[Version, ...] = ()
    """Oldest first; only the last includes monday's facts. The key column has no versions."""

    @property
    def decided(self) -> Entry | None:
        """The entry that the last adapting load used."""
        return self.versions[-1].entry if self.versions else None

    def known_to(self, revision: int) -> Entry | None:
        """Return the entry as a file of this revision had it, if loads have seen one."""
        found = [v.entry for v in self.versions if v.revision <= revision]
        return found[-1] if found else None

    def forgot(self, revision: int) -> bool:
        """Return whether the version of this revision is so old that it has been dropped."""
        return len(self.versions) == _MOST_VERSIONS and revision < self.versions[0].revision

    def with_edit(self, revision: int, entry: Entry, last: int) -> RegisteredColumn:
        """Return the row with an edit made in a file of `revision`. Files of later revisions, up to
        `last`, still count as saying what this revision said before the edit.
        """
        said = self.known_to(revision)
        if said is None or is_said_alike(said, entry):
            return self.with_version(revision, entry)
        later = revision + 1
        if later <= last and all(v.revision != later for v in self.versions):
            versions = sorted((*self.versions, Version(later, said)), key=lambda v: v.revision)
            return replace(self, versions=tuple(versions)).with_version(revision, entry)
        return self.with_version(revision, entry)

    def with_version(self, revision: int, entry: Entry) -> RegisteredColumn:
        """Return the row with a version for `revision`, unless it equals the version before it."""
        earlier = [v for v in self.versions if v.revision <= revision]
        later = [v for v in self.versions if v.revision > revision]
        if earlier and is_said_alike(earlier[-1].entry, entry):
            earlier[-1] = Version(earlier[-1].revision, entry)
        else:
            earlier = [*(v for v in earlier if v.revision < revision), Version(revision, entry)]
        *past, last = (*earlier, *later)[-_MOST_VERSIONS:]
        bare = (replace(version, entry=_without_facts(version.entry)) for version in past)
        return replace(self, versions=(*bare, last))


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one board. `id` is the key of this register in the board file's `revisions`."""

    id: str = ""
    rows: tuple[RegisteredColumn, ...] = ()

    @property
    def revision(self) -> int:
        """The latest revision."""
        return max((v.revision for row in self.rows for v in row.versions), default=0)

    def known_to(self, board: BoardFile) -> int:
        """Return the revision whose decisions the board file knows; 0 if it names none.

        A file that names a later revision than the register has, for example after a warehouse was
        restored from a backup, knows everything in the register.
        """
        return min(board.revisions.get(self.id, 0), self.revision)

    def row(self, ident: str) -> RegisteredColumn:
        """Return the row of an id; an empty row if there is none."""
        return next((r for r in self.rows if r.column_id == ident), RegisteredColumn(ident))


def loaded_columns(register: Register) -> dict[str, ColumnEntry]:
    """Return the column entries that the last load used, by id."""
    entries = (row.decided for row in register.rows)
    return {e.id: e for e in entries if isinstance(e, ColumnEntry)}


def entries_of(board: BoardFile) -> dict[str, Entry]:
    """Return the entries of a board file by id: the board itself, its attributes, its columns.

    A column with a reserved id is always rejected, so it is left out.
    """
    settings = replace(
        board, title="", url=None, kind="board", hierarchy="classic", monday={}, revisions={},
        removed=False, columns=(), attributes=(),
    )  # fmt: skip
    attributes = {a.id: a for a in board.attributes}
    columns = {c.id: c for c in board.columns if c.id not in RESERVED_IDS}
    return {BOARD: settings, **attributes, **columns}


def is_said_alike(one: Entry | None, other: Entry | None) -> bool:
    """Return whether two entries are equal, apart from monday's facts and former names."""
    if one is None or other is None:
        return one is other
    return _without_facts(one) == _without_facts(other)


def _without_facts(entry: Entry) -> Entry:
    if isinstance(entry, ColumnEntry):
        return replace(entry, monday={}, boards=(), former_names=())
    if isinstance(entry, AttributeEntry):
        return replace(entry, former_names=())
    return replace(entry, item_id=replace(entry.item_id, former_names=()))


def register_of(decided: BoardFile, filed: BoardFile, before: Register, new_id: str) -> Register:
    """Return the register after a load that used `decided`, while the board file said `filed`.

    `before` is the register until now; names once shown stay in it for good. `new_id` is the id for
    a new register. The entries of `filed` are recorded under the file's own revision.
    """
    says, after = entries_of(filed), entries_of(decided)
    known = before.known_to(filed)
    last = {row.column_id: row.decided for row in before.rows}
    is_new = any(
        not is_said_alike(entry, says.get(ident)) and not is_said_alike(entry, last.get(ident))
        for ident, entry in after.items()
    )
    revision = before.revision + is_new
    named = _with_names(decided, filed, before)
    rows = []
    for row in named:
        if row.column_id in says:
            row = row.with_edit(known, says[row.column_id], before.revision)
        if row.column_id in after:
            row = row.with_version(revision, after[row.column_id])
        rows.append(row)
    return Register(before.id or new_id, tuple(rows))


def with_revision(board: BoardFile, register: Register) -> BoardFile:
    """Return the board file marked as knowing all decisions in the register."""
    if not register.revision or not register.id:
        return board
    return replace(board, revisions={**board.revisions, register.id: register.revision})


def with_shown_names(board: BoardFile, before: Register, new_id: str) -> Register:
    """Return the register after a load that used the board file unchanged: only names are added.

    Entries that the register does not have yet are recorded as the file has them.
    """
    rows = register_of(board, board, before, new_id).rows
    known = {row.column_id: row for row in before.rows}
    return Register(
        before.id or new_id,
        tuple(replace(known.get(row.column_id, row), names=row.names) for row in rows),
    )


def owners_of_names(register: Register) -> Mapping[str, list[str]]:
    """Return the ids that have had each name in the table, by the name's collation key."""
    owners: dict[str, list[str]] = {}
    for row in register.rows:
        for name in row.names:
            owners.setdefault(collation_key(name), []).append(row.column_id)
    return owners


def check_owners(board: BoardFile, register: Register) -> None:
    """Raise NamePassed if the table would show a column under a name that it has used for another
    column, which only a person's edit can cause.
    """
    owners = owners_of_names(register)
    for ident, shown in shown_names(board).items():
        for name in shown:
            known = owners.get(collation_key(name), [ident])
            if ident not in known:
                raise NamePassed(
                    f"column {ident} is shown as {name!r}, and the table has shown column "
                    f"{known[0]} under that name: reports would read other values "
                    "without a word. Give that column another name in the board file"
                )


def names_shown(register: Register) -> Mapping[str, tuple[str, ...]]:
    """Return every name that the table has ever shown, by id."""
    return {row.column_id: row.names for row in register.rows}


def _with_names(
    decided: BoardFile, filed: BoardFile, before: Register
) -> Iterator[RegisteredColumn]:
    """Yield the existing and the new rows, with the names in both files added."""
    known = {row.column_id: row for row in before.rows}
    owners: tuple[AttributeEntry | ColumnEntry, ...] = (*decided.attributes, *decided.columns)
    more = ({e.id: e.former_names for e in owners}, shown_names(filed))
    shown = (*more, shown_names(decided))
    for ident in dict.fromkeys((ITEM_ID, *entries_of(decided), *known)):
        row = known.get(ident, RegisteredColumn(ident))
        further: Iterable[str] = (name for names in shown for name in names.get(ident, ()))
        yield replace(row, names=tuple(dict.fromkeys((*row.names, *further))))

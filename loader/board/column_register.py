"""What a board's file said and what loads decided, as it is kept in `raw_monday._columns`. Pure.

A load adapts the board to monday, lands the rows and writes the board file, in this order; so the
file can be lost, or be an old one in a fresh clone, while the rows are there. What was decided is
therefore written in the transaction of the rows, and `recovery.py` gives it to a file that lacks
it. Which decisions a file knows is told by its key `revisions`: each load that decides something
which neither the file nor the register says begins a new revision, and leaves its number in the
file that it writes. A file is edited within its revision; what it said then is kept here too, so
that an edit can be told from an old copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from loader.board.board_file import RESERVED_IDS, AttributeEntry, BoardFile, ColumnEntry
from loader.board.name_register import ITEM_ID, shown_names
from loader.board.names import collation_key
from loader.errors import ProjectError

Entry = ColumnEntry | AttributeEntry | BoardFile
"""Of a column, an attribute, or of the board itself: its file without columns and attributes."""
BOARD = "__board__"
"""Id of the entry of the board itself."""
_FACTS = ("title", "url", "kind", "hierarchy", "monday")
_PLACE = ("name", "board_id", "database", "removed", "revisions", "attributes", "columns")
SETTINGS = tuple(f.name for f in fields(BoardFile) if f.name not in (*_FACTS, *_PLACE))
"""What a person decides about the board itself."""
_MOST_VERSIONS = 50
"""So many are kept of an entry: a file may be as old as that many decisions about a column."""


class NamePassed(ProjectError):
    """The board file gives a column a name that is another's for ever."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it stood in the board file of a revision, 0 before the first."""

    revision: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class RegisteredColumn:
    """A column, an attribute, the key or the board itself."""

    column_id: str
    names: tuple[str, ...] = ()
    """Every name that the table has ever shown it under."""
    versions: tuple[Version, ...] = ()
    """Oldest first. Without facts of monday's, save for the last; the key has none."""

    @property
    def decided(self) -> Entry | None:
        """The entry as the last load that adapted went by it."""
        return self.versions[-1].entry if self.versions else None

    def known_to(self, revision: int) -> Entry | None:
        """The entry in a file of this revision, as far as loads have seen one."""
        found = [v.entry for v in self.versions if v.revision <= revision]
        return found[-1] if found else None

    def forgot(self, revision: int) -> bool:
        """Whether what a file of this revision said is too long ago to be kept."""
        return len(self.versions) == _MOST_VERSIONS and revision < self.versions[0].revision

    def with_edit(self, revision: int, entry: Entry, last: int) -> RegisteredColumn:
        """The row with what a file of an earlier revision says: files of those between it and the
        `last` say what they said before.
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
        """The row with what is said in a revision, where that is something else than before it."""
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
    """All of a board. `id` is by what its board file calls this register under `revisions`."""

    id: str = ""
    rows: tuple[RegisteredColumn, ...] = ()

    @property
    def revision(self) -> int:
        """The last one."""
        return max((v.revision for row in self.rows for v in row.versions), default=0)

    def known_to(self, board: BoardFile) -> int:
        """The revision whose decisions the board file knows, 0 where it names none.

        One that is not here yet, as after a warehouse was put back, knows all that is.
        """
        return min(board.revisions.get(self.id, 0), self.revision)

    def row(self, ident: str) -> RegisteredColumn:
        """What stands here of an id, an empty row where nothing does."""
        return next((r for r in self.rows if r.column_id == ident), RegisteredColumn(ident))


def loaded_columns(register: Register) -> dict[str, ColumnEntry]:
    """The columns as the last load went by them, by their ids."""
    entries = (row.decided for row in register.rows)
    return {e.id: e for e in entries if isinstance(e, ColumnEntry)}


def entries_of(board: BoardFile) -> dict[str, Entry]:
    """What a board file says, by id: of the board itself, its attributes, its columns.

    A column under a reserved id is rejected for ever, so there is nothing to keep of it.
    """
    settings = replace(
        board, title="", url=None, kind="board", hierarchy="classic", monday={}, revisions={},
        removed=False, columns=(), attributes=(),
    )  # fmt: skip
    attributes = {a.id: a for a in board.attributes}
    columns = {c.id: c for c in board.columns if c.id not in RESERVED_IDS}
    return {BOARD: settings, **attributes, **columns}


def is_said_alike(one: Entry | None, other: Entry | None) -> bool:
    """Whether two entries differ in nothing but facts of monday's and names they once had."""
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
    """The register after a load that went by `decided`, where the board file said `filed`.

    `before` is the register until now: names once shown stay in it for ever. `new_id` is the id
    of one that begins. What `filed` said is written down for its own revision.
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
    """The board file as one that knows all decisions of the register."""
    if not register.revision or not register.id:
        return board
    return replace(board, revisions={**board.revisions, register.id: register.revision})


def with_shown_names(board: BoardFile, before: Register, new_id: str) -> Register:
    """The register after a load that went by the board file alone: only names are added.

    Of what nothing is known yet, the file's word is written down as well.
    """
    rows = register_of(board, board, before, new_id).rows
    known = {row.column_id: row for row in before.rows}
    return Register(
        before.id or new_id,
        tuple(replace(known.get(row.column_id, row), names=row.names) for row in rows),
    )


def owners_of_names(register: Register) -> Mapping[str, list[str]]:
    """By what databases compare of a name that the table has shown, the ids that had it."""
    owners: dict[str, list[str]] = {}
    for row in register.rows:
        for name in row.names:
            owners.setdefault(collation_key(name), []).append(row.column_id)
    return owners


def check_owners(board: BoardFile, register: Register) -> None:
    """Raises NamePassed where the table would show a column under a name that it has shown for
    another: a person gave it.
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
    """By id, every name that the table has ever shown."""
    return {row.column_id: row.names for row in register.rows}


def _with_names(
    decided: BoardFile, filed: BoardFile, before: Register
) -> Iterator[RegisteredColumn]:
    """The rows until now and those that are new, with the names of both files."""
    known = {row.column_id: row for row in before.rows}
    owners: tuple[AttributeEntry | ColumnEntry, ...] = (*decided.attributes, *decided.columns)
    more = ({e.id: e.former_names for e in owners}, shown_names(filed))
    shown = (*more, shown_names(decided))
    for ident in dict.fromkeys((ITEM_ID, *entries_of(decided), *known)):
        row = known.get(ident, RegisteredColumn(ident))
        further: Iterable[str] = (name for names in shown for name in names.get(ident, ()))
        yield replace(row, names=tuple(dict.fromkeys((*row.names, *further))))

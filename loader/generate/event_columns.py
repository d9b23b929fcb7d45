"""The columns of a board's event tables, and of the logs that these tables are built from."""

from __future__ import annotations

Described = tuple[str, str, str, str]
"""source, name, SQL type, description."""

ACTIVITY_COLUMNS: tuple[Described, ...] = (
    ("event_id", "Event ID", "varchar(255)", "monday's id of the event."),
    ("happened_at", "At", "datetime2(7)", "When it happened, in UTC; microseconds on DuckDB."),
    ("ticks", "Ticks", "bigint", "The same as monday counts it, 100 nanoseconds since 1970-01-01."),
    ("event_name", "Event", "nvarchar(255)", "monday's word for what happened."),
    ("entity", "Entity", "nvarchar(255)", "What it happened to: pulse (an item) or board."),
    ("user_id", "User ID", "bigint",
     "monday's id of who did it; negative for automations and monday's own apps."),
    ("item_id", "Item ID", "", "monday's id of the item; empty for events of the board."),
    ("item_name", "Item", "nvarchar(max)", "The item's name at that time."),
    ("column_id", "Column ID", "nvarchar(255)", "monday's id of the column."),
    ("column_title", "Column", "nvarchar(max)", "The column's title at that time."),
    ("group_id", "Group ID", "nvarchar(255)", "monday's id of the group."),
    ("from_text", "From", "nvarchar(max)", "What was before, as people see it."),
    ("to_text", "To", "nvarchar(max)", "What was after, as people see it."),
    ("from_json", "From JSON", "nvarchar(max)", "What was before, as monday gives it."),
    ("to_json", "To JSON", "nvarchar(max)", "What was after, as monday gives it."),
    ("data", "Data", "nvarchar(max)", "All that monday says of the event, as JSON."),
)  # fmt: skip


STATUS_TIMES_COLUMNS: tuple[Described, ...] = (
    ("item_id", "Item ID", "", "monday's id of the item, as in the board's own table."),
    ("column_name", "Column", "nvarchar(128)", "The column's name in the board's own table."),
    ("column_id", "Column ID", "nvarchar(255)", "monday's id of the column."),
    ("stay_position", "Position", "int", "1 for the first stay of the item in this column."),
    ("label_id", "Label ID", "int", "monday's id of the label; empty for other types."),
    ("label_then", "Label", "nvarchar(max)", "The value as it was called then; empty for none."),
    ("label_now", "Label Now", "nvarchar(max)", "The same as it is called now, or was last."),
    ("started_at", "From", "datetime2(7)", "When the stay began, in UTC; empty if not known."),
    ("ended_at", "To", "datetime2(7)", "When it ended, in UTC; empty for one that goes on."),
    ("seconds", "Seconds", "bigint", "How long it lasted; empty for one that goes on."),
    ("user_id", "By ID", "bigint", "monday's id of who began it."),
    ("begins_with", "Begins With", "nvarchar(20)",
     "change, creation, restored, moved in; before the log, changed at, seen again for what the "
     "log does not say."),
    ("ends_with", "Ends With", "nvarchar(20)",
     "change; left for an item archived, deleted or moved; open; unknown for an item that is gone "
     "without an event."),
)  # fmt: skip


UPDATES_COLUMNS: tuple[Described, ...] = (
    ("post_kind", "Kind", "nvarchar(10)", "update or reply."),
    ("monday_id", "Update ID", "bigint", "monday's id of the update or reply."),
    ("parent_id", "Reply To", "bigint", "The update that a reply is to; empty for an update."),
    ("item_id", "Item ID", "", "monday's id of the item; empty for an update of the board."),
    ("creator", "Creator ID", "bigint", "monday's id of who wrote it; empty for nobody."),
    ("written_at", "Created At", "datetime2(0)", "When it was written, in UTC."),
    ("changed_at", "Edited At", "datetime2(0)", "When it was last edited, in UTC; empty if never."),
    ("left_at", "Gone At", "datetime2(0)",
     "When a full load first found it deleted, in UTC; empty while it is there."),
    ("plain_text", "Text", "nvarchar(max)", "What it says."),
    ("html", "HTML", "nvarchar(max)", "The same as HTML, as people wrote it: not to be trusted."),
    ("file_list", "Files", "nvarchar(max)", "Its files as JSON: id, name, extension and size."),
)  # fmt: skip

RAW_ACTIVITY = (
    ("event_id", "monday's id of the event."),
    ("ticks", "When it happened: 100 nanoseconds since 1970-01-01 UTC."),
    ("event", "monday's word for what happened."),
    ("entity", "pulse or board."),
    ("user_id", "monday's id of who did it; negative for automations."),
    ("account_id", "monday's id of the account."),
    ("data", "What monday says of it, as JSON."),
    ("loaded_at", "When the row was loaded, in UTC."),
)


RAW_UPDATES = (
    ("post_id", "Kind and id."),
    ("kind", "update or reply."),
    ("monday_id", "monday's id of it."),
    ("parent_id", "The update that a reply is to."),
    ("item_id", "monday's id of the item."),
    ("creator_id", "monday's id of who wrote it."),
    ("created_at", "When it was written."),
    ("edited_at", "When it was last edited; as created_at if never."),
    ("body", "HTML as people wrote it."),
    ("text_body", "The same without HTML."),
    ("files", "Its files as JSON."),
    ("ticks", "Its last change: 100 nanoseconds since 1970-01-01 UTC."),
    ("gone_at", "When a full load first found it deleted, in UTC."),
    ("loaded_at", "When the row was loaded, in UTC."),
)

"""The columns of the demo board: one of every monday type, with realistic titles."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from .data import Column, Item, Label, Mirror

ORDERS_ID = 8709134353
CUSTOMERS_ID = 8709134360
SUBITEMS_ID = 8709134361

STAGES = (
    Label(0, "Working on it", "#fdab3d"),
    Label(1, "Done", "#00c875", done=True),
    Label(2, "Stuck", "#df2f4a"),
    Label(7, "Waiting for fabric", "#9d50dd"),
    Label(11, "", "#c4c4c4"),
    Label(104, "Änderung 改 🧵", "#007eb5"),
)
FIBRES = (
    Label(1, "Cotton"),
    Label(2, "Wool, merino"),
    Label(3, "Viscose (EcoVero™)"),
    Label(4, "エラスタン"),
)


def number(item: Item, column_id: str) -> Decimal:
    """Return a numbers cell as a Decimal; 0 if it is empty or does not hold a number."""
    try:
        return Decimal(str(item.value(column_id) or "0"))
    except InvalidOperation:
        return Decimal(0)


def amount(item: Item) -> str:
    """Return quantity times price, as monday displays a formula; "" if either is empty."""
    if not item.value("numbers_qty") or not item.value("numeric_mkp4"):
        return ""
    return format(number(item, "numbers_qty") * number(item, "numeric_mkp4"), "f")


def verdict(item: Item) -> str:
    return "LATE" if number(item, "numbers_qty") > 500 else "on time"


def order_columns() -> list[Column]:
    """Return the columns of `orders`, in board order, including the archived one."""
    return [
        Column("name", "Style Name", "name"),
        Column("subtasks_mk1", "Subitems", "subtasks", boards=(SUBITEMS_ID,)),
        Column("status", "Status", "status", labels=STAGES),
        Column("group_code", "Group", "text", description="Buying group, not monday's group"),
        Column("text_awd", "ACTIVE/WOVEN/SWIM", "text"),
        Column("text_drop", "DROP", "text"),
        Column("text_colour", "Colour", "text"),
        Column("text_colour2", "colour", "text"),
        Column("text_emoji", "Notes 📝", "text"),
        Column("long_text_1", "Comments / история", "long_text"),
        Column("numbers_qty", "Qty", "numbers"),
        Column("numeric_mkp4", "Unit price", "numbers", unit=("$", "left")),
        Column("numeric_moq", "PO MOQ% (Partner)", "numbers", unit=("%", "right")),
        Column("numeric_fx", "Fx (RMB -> USD)", "numbers"),
        Column("date_mkp57", "PC RM Ex-Factory Date", "date"),
        Column("date_booked", "Booked at (UTC?)", "date"),
        Column("timeline_1", "Production", "timeline"),
        Column("week_1", "Delivery week", "week"),
        Column("hour_1", "Cut-off", "hour"),
        Column("checkbox_1", "Approved?", "checkbox"),
        Column("rating_1", "Rating", "rating"),
        Column("people_1", "Merchandiser", "people"),
        Column("person_1", "Old owner", "person"),
        Column("team_1", "Old team", "team"),
        Column("assignees_1", "Assignees", "item_assignees"),
        Column("dropdown_1", "Fibres", "dropdown", labels=FIBRES),
        Column("tags_1", "Tags", "tags"),
        Column("email_1", "Contact", "email"),
        Column("link_1", "Tech pack", "link"),
        Column("phone_1", "Phone", "phone"),
        Column("country_1", "Country of origin", "country"),
        Column("location_1", "Mill", "location"),
        Column("world_clock_1", "Mill time", "world_clock"),
        Column("vote_1", "Votes", "vote"),
        Column("color_picker_1", "Lab dip", "color_picker"),
        Column("file_1", "Files", "file"),
        Column("doc_1", "Spec doc", "doc"),
        Column("direct_doc_1", "Direct doc", "direct_doc"),
        Column("time_tracking_1", "Time spent", "time_tracking"),
        Column("integration_1", "Jira", "integration"),
        Column("connect_b7", "Customer", "board_relation", boards=(CUSTOMERS_ID,)),
        Column(
            "mirror_tier",
            "Customer tier",
            "mirror",
            mirror=Mirror("connect_b7", "status"),
            boards=(CUSTOMERS_ID,),
        ),
        Column(
            "mirror_limit",
            "Credit limit",
            "mirror",
            mirror=Mirror("connect_b7", "numbers_limit"),
            boards=(CUSTOMERS_ID,),
        ),
        Column("dependent_on_1", "Depends on", "dependency", boards=(ORDERS_ID,)),
        Column("formula_amount", "Amount", "formula", formula=amount),
        Column("formula_late", "Late?", "formula", formula=verdict),
        Column("creation_log_1", "Creation log", "creation_log"),
        Column("last_updated_1", "Last updated", "last_updated"),
        Column("item_id_1", "Style ID", "item_id"),
        Column("group_1", "Group copy", "group"),
        Column("unsupported_1", "Vibe widget", "unsupported"),
        Column("auto_number_1", "No.", "auto_number"),
        Column("progress_1", "Progress", "progress"),
        Column("button_1", "Remind", "button", button="Send reminder"),
        Column("numeric_old", "Old price", "numbers", archived=True),
    ]


def customer_columns() -> list[Column]:
    """Return the columns of the connected board."""
    return [
        Column("name", "Name", "name"),
        Column(
            "status",
            "Tier",
            "status",
            labels=(Label(0, "Gold"), Label(1, "Silver"), Label(2, "Bronze")),
        ),
        Column("numbers_limit", "Credit limit", "numbers", unit=("€", "right")),
        Column("country_1", "Country", "country"),
        Column("text_1", "VAT number", "text"),
    ]


def subitem_columns() -> list[Column]:
    """Return the columns of the hidden subitem board."""
    return [
        Column("name", "Name", "name"),
        Column("status", "Status", "status", labels=STAGES),
        Column("person", "Owner", "people"),
        Column("date0", "Due", "date"),
        Column("numbers_pcs", "Pieces", "numbers"),
    ]

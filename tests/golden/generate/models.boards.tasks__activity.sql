-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Event ID"],
    alias="tasks__activity",
    tags=["monday_tasks"],
    meta={"swap_max_shrink_percent": 50, "swap_with": ["tasks"], "swap_exchange": "rows", "swap_rows_from": ["raw_monday", "tasks__activity"], "monday_log": {"facts": "activity", "names": {"event_id": "Event ID", "happened_at": "At", "ticks": "Ticks", "event_name": "Event", "entity": "Entity", "user_id": "User ID", "item_id": "Item ID", "item_name": "Item", "column_id": "Column ID", "column_title": "Column", "group_id": "Group ID", "from_text": "From", "to_text": "To", "from_json": "From JSON", "to_json": "To JSON", "data": "Data"}}, "monday_sql": "sha256:c5658fcd3ae9"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

select
    event_id as {{ monday.column_name("Event ID") }},
    happened_at as {{ monday.column_name("At") }},
    ticks as {{ monday.column_name("Ticks") }},
    event_name as {{ monday.column_name("Event") }},
    entity as {{ monday.column_name("Entity") }},
    user_id as {{ monday.column_name("User ID") }},
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    item_name as {{ monday.column_name("Item") }},
    column_id as {{ monday.column_name("Column ID") }},
    column_title as {{ monday.column_name("Column") }},
    group_id as {{ monday.column_name("Group ID") }},
    from_text as {{ monday.column_name("From") }},
    to_text as {{ monday.column_name("To") }},
    from_json as {{ monday.column_name("From JSON") }},
    to_json as {{ monday.column_name("To JSON") }},
    data as {{ monday.column_name("Data") }}
from (
    {{ monday.monday_activity(source('raw_monday', 'tasks__activity')) }}
) as found

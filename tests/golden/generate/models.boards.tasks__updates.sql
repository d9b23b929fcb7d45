-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Kind", "Update ID"],
    alias="tasks__updates",
    tags=["monday_tasks"],
    meta={"swap_max_shrink_percent": 50, "swap_with": ["tasks"], "swap_exchange": "rows", "swap_rows_from": ["raw_monday", "tasks__updates"], "monday_log": {"facts": "updates", "names": {"post_kind": "Kind", "monday_id": "Update ID", "parent_id": "Reply To", "item_id": "Item ID", "creator": "Creator ID", "written_at": "Created At", "changed_at": "Edited At", "left_at": "Gone At", "plain_text": "Text", "html": "HTML", "file_list": "Files"}}, "monday_sql": "sha256:ed2029b5b02b"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

select
    post_kind as {{ monday.column_name("Kind") }},
    monday_id as {{ monday.column_name("Update ID") }},
    parent_id as {{ monday.column_name("Reply To") }},
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    creator as {{ monday.column_name("Creator ID") }},
    written_at as {{ monday.column_name("Created At") }},
    changed_at as {{ monday.column_name("Edited At") }},
    left_at as {{ monday.column_name("Gone At") }},
    plain_text as {{ monday.column_name("Text") }},
    html as {{ monday.column_name("HTML") }},
    file_list as {{ monday.column_name("Files") }}
from (
    {{ monday.monday_updates(source('raw_monday', 'tasks__updates')) }}
) as found

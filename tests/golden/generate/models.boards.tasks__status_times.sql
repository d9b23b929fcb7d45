-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID", "Column ID", "Position"],
    alias="tasks__status_times",
    tags=["monday_tasks"],
    meta={"swap_max_shrink_percent": 50, "swap_with": ["tasks"], "swap_exchange": "rows", "swap_shrink_of": {"Column ID": ["status_1"]}, "monday_source": ["raw_monday", "tasks"], "monday_sql": "sha256:4a47ec713f16"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    column_name as {{ monday.column_name("Column") }},
    column_id as {{ monday.column_name("Column ID") }},
    stay_position as {{ monday.column_name("Position") }},
    label_id as {{ monday.column_name("Label ID") }},
    label_then as {{ monday.column_name("Label") }},
    label_now as {{ monday.column_name("Label Now") }},
    started_at as {{ monday.column_name("From") }},
    ended_at as {{ monday.column_name("To") }},
    seconds as {{ monday.column_name("Seconds") }},
    user_id as {{ monday.column_name("By ID") }},
    begins_with as {{ monday.column_name("Begins With") }},
    ends_with as {{ monday.column_name("Ends With") }}
from (
    {{ monday.monday_status_times(source('raw_monday', 'tasks'), source('raw_monday', 'tasks__activity'), 'tasks', [["status_1", "It's \x7b\x7b a \x7d\x7d stage", "status"]]) }}
) as found

-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID", "Column", "Position"],
    alias="tasks__time_entries",
    tags=["monday_tasks"],
    meta={"swap_max_shrink_percent": 50, "swap_shrink_of": {"Column ID": ["time_1"]}, "swap_with": ["tasks"], "swap_exchange": "rows", "swap_partial_percent": 10, "monday_source": ["raw_monday", "tasks"], "monday_columns": [["time_tracking", "time_1", "Position"]], "monday_sql": "sha256:e179f80db9c4"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

{% set raw = source('raw_monday', 'tasks') %}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    column_name as {{ monday.column_name("Column") }},
    column_id as {{ monday.column_name("Column ID") }},
    entry_position as {{ monday.column_name("Position") }},
    entry_id as {{ monday.column_name("Session ID") }},
    started_at as {{ monday.column_name("Started At") }},
    ended_at as {{ monday.column_name("Ended At") }},
    started_by as {{ monday.column_name("Started By ID") }},
    ended_by as {{ monday.column_name("Ended By ID") }},
    entry_status as {{ monday.column_name("Status") }},
    manually_entered as {{ monday.column_name("Manually Entered") }}
from (
    {{ monday.monday_time_entries("time_1", "Position", raw) }}
) as found

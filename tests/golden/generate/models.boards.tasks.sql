-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID"],
    alias="tasks",
    tags=["monday_tasks"],
    meta={"swap_rows_from": ["raw_monday", "tasks"], "swap_max_shrink_percent": 50, "swap_min_rows": 0, "swap_exchange": "rows", "swap_partial_percent": 10, "monday_sql": "sha256:22845d126fc4"}
) }}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    {{ monday.monday_name("name") }} as {{ monday.column_name("Name") }},
    {{ monday.monday_group("__group__") }} as {{ monday.column_name("Group") }},
    {{ monday.monday_last_updated("__updated_at__") }} as {{ monday.column_name("Updated At") }},
    {{ monday.monday_board_relation("link_1") }} as {{ monday.column_name("Cust\x22omer") }},
    {{ monday.monday_people("people_1") }} as {{ monday.column_name("dbt_valid_to") }},
    {{ monday.monday_status("status_1") }} as {{ monday.column_name("It's \x7b\x7b a \x7d\x7d stage") }},
    {{ monday.monday_time_tracking("time_1") }} as {{ monday.column_name("Position") }},
    {{ monday.monday_board_relation("two_1") }} as {{ monday.column_name("Two") }}
from {{ monday.monday_rows(source('raw_monday', 'tasks')) }}
where {{ monday.staged_swap_changed('item_id') }}
group by item_id

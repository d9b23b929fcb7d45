-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID"],
    alias="tasks",
    tags=["monday_tasks"],
    meta={"swap_rows_from": ["raw_monday", "tasks"], "swap_max_shrink_percent": 50, "swap_min_rows": 0}
) }}

select
    {{ monday_key("nvarchar(100)") }} as {{ column_name("Item ID") }},
    {{ monday_name("name") }} as {{ column_name("Name") }},
    {{ monday_group("__group__") }} as {{ column_name("Group") }},
    {{ monday_last_updated("__updated_at__") }} as {{ column_name("Updated At") }},
    {{ monday_board_relation("link_1") }} as {{ column_name("Cust\x22omer") }},
    {{ monday_people("people_1") }} as {{ column_name("dbt_valid_to") }},
    {{ monday_time_tracking("time_1") }} as {{ column_name("Position") }},
    {{ monday_board_relation("two_1") }} as {{ column_name("Two") }}
from {{ monday_rows(source('raw_monday', 'tasks')) }}
group by item_id

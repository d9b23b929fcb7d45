-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID", "Column", "Position"],
    alias="tasks__links",
    tags=["monday_tasks"],
    meta={"swap_max_shrink_percent": 50, "swap_shrink_of": {"Column ID": ["link_1", "people_1", "two_1"]}, "swap_with": ["tasks"], "swap_exchange": "rows", "swap_partial_percent": 10, "monday_source": ["raw_monday", "tasks"], "monday_columns": [["board_relation", "link_1", "Cust\x22omer"], ["people", "people_1", "dbt_valid_to"], ["board_relation", "two_1", "Two"]], "monday_sql": "sha256:1e8d5153e49f"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

{% set raw = source('raw_monday', 'tasks') %}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    column_name as {{ monday.column_name("Column") }},
    column_id as {{ monday.column_name("Column ID") }},
    kind as {{ monday.column_name("Kind") }},
    linked_id as {{ monday.column_name("Linked ID") }},
    link_position as {{ monday.column_name("Position") }},
    linked_name as {{ monday.column_name("Linked Name") }},
    dependency_type as {{ monday.column_name("Dependency Type") }},
    lag_days as {{ monday.column_name("Lag") }},
    file_size as {{ monday.column_name("File Size") }},
    uploader_id as {{ monday.column_name("Uploader ID") }}
from (
    {{ monday.monday_links_board_relation("link_1", "Cust\x22omer", raw) }}
    union all
    {{ monday.monday_links_people("people_1", "dbt_valid_to", raw) }}
    union all
    {{ monday.monday_links_board_relation("two_1", "Two", raw) }}
) as found

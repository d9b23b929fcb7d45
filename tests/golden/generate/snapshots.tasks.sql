-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{% snapshot tasks__history %}

{{ config(
    strategy="monday.monday",
    unique_key="\x22Item ID\x22",
    hard_deletes="invalidate",
    alias="tasks__history",
    tags=["monday_tasks"],
    as_columnstore=false,
    meta={"history_of": "tasks", "history_key": "Item ID", "history_columns": {"Cust\u201domer": "Cust\x22omer", "dbt_valid_to (people_1)": "dbt_valid_to"}, "history_former": {"dbt_valid_to (people_1)": [{"dbt_valid_to (people_1)": "Who"}]}},
    pre_hook="\x7b\x7b monday.monday_history_follow() \x7d\x7d"
) }}

select
    {{ monday.column_name("Item ID") }} as {{ monday.column_name("Item ID") }},
    {{ monday.column_name("Name") }} as {{ monday.column_name("Name") }},
    {{ monday.column_name("Group") }} as {{ monday.column_name("Group") }},
    {{ monday.column_name("Updated At") }} as {{ monday.column_name("Updated At") }},
    {{ monday.column_name("Cust\x22omer") }} as {{ monday.column_name("Cust\u201domer") }},
    {{ monday.column_name("dbt_valid_to") }} as {{ monday.column_name("dbt_valid_to (people_1)") }},
    {{ monday.column_name("It's \x7b\x7b a \x7d\x7d stage") }} as {{ monday.column_name("It's \x7b\x7b a \x7d\x7d stage") }},
    {{ monday.column_name("Position") }} as {{ monday.column_name("Position") }},
    {{ monday.column_name("Two") }} as {{ monday.column_name("Two") }}
from {{ monday.monday_rows(ref('tasks')) }}

{% endsnapshot %}

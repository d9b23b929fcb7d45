-- Generated from boards/tasks.yml: edit that file, not this one, then run
-- `monday-board update tasks`.

{% snapshot tasks__history %}

{{ config(
    strategy="monday",
    unique_key="\x22Item ID\x22",
    hard_deletes="invalidate",
    alias="tasks__history",
    tags=["monday_tasks"],
    as_columnstore=false,
    meta={"history_of": "tasks", "history_key": "Item ID", "history_columns": {"Cust\u201domer": "Cust\x22omer", "dbt_valid_to (people_1)": "dbt_valid_to"}, "history_former": {"dbt_valid_to (people_1)": ["Who"]}},
    pre_hook="\x7b\x7b monday_history_follow() \x7d\x7d"
) }}

select
    {{ column_name("Item ID") }} as {{ column_name("Item ID") }},
    {{ column_name("Name") }} as {{ column_name("Name") }},
    {{ column_name("Group") }} as {{ column_name("Group") }},
    {{ column_name("Updated At") }} as {{ column_name("Updated At") }},
    {{ column_name("Cust\x22omer") }} as {{ column_name("Cust\u201domer") }},
    {{ column_name("dbt_valid_to") }} as {{ column_name("dbt_valid_to (people_1)") }},
    {{ column_name("Position") }} as {{ column_name("Position") }},
    {{ column_name("Two") }} as {{ column_name("Two") }}
from {{ monday_rows(ref('tasks')) }}

{% endsnapshot %}

{#-
    A query for the conversations on a board: one row for each update and reply in `raw`, where monday-load keeps them.
    `body` is HTML written by people; it is only stored as text, never run.
-#}
{% macro monday_updates(raw) %}
    {{- return(adapter.dispatch('monday_updates', 'monday')(raw)) -}}
{% endmacro %}

{% macro default__monday_updates(raw) %}
    {%- set query -%}
select
    monday_id,
    parent_id,
    item_id,
    {{ monday.monday_log_values(monday.monday_updates_facts()) }},
    cast(gone_at as {{ monday.monday_sql_type('datetime2(0)') }}) as left_at
from {{ monday.monday_rows(raw, conditions={}) }}
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#- The facts of an update or reply besides its ids, in the form of monday_activity_facts. -#}
{% macro monday_updates_facts() %}
    {{- return({
        'post_kind': {'text': 'kind', 'data_type': 'nvarchar(10)'},
        'creator': {'text': 'creator_id', 'data_type': 'bigint'},
        'written_at': {'text': 'created_at', 'data_type': 'datetime2(0)'},
        'changed_at': {'text': 'case when edited_at <> created_at then edited_at end', 'data_type': 'datetime2(0)'},
        'plain_text': {'text': 'text_body', 'data_type': 'nvarchar(max)'},
        'html': {'text': 'body', 'data_type': 'nvarchar(max)'},
        'file_list': {'text': 'files', 'data_type': 'nvarchar(max)'},
    }) -}}
{% endmacro %}

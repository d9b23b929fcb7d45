{#- The items that an item depends on, with the kind of dependency and the lag. -#}
{% macro monday_links_dependency(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_dependency', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_dependency(column_id, name, raw) %}
    {%- set type = monday.monday_json_text('element', 'dependency_type') -%}
    {%- set beside = monday.monday_link_beside(
        raw, column_id, 'dependency_links', monday.monday_json_text('element', 'linked_item_id'),
        {
            'told_type': "case " ~ type ~ " when '0' then 'FS' when '1' then 'SS' when '2' then 'FF' when '3' then 'SF' else " ~ type ~ " end",
            'told_lag': monday.monday_json_text('element', 'lag'),
        },
    ) -%}
    {{- return(monday.monday_link_rows(
        raw, column_id, name, 'fields', 'linked_item_ids', "'item'", 'element',
        more={'dependency_type': 'told_type', 'lag_days': 'told_lag'}, beside=beside
    )) -}}
{% endmacro %}

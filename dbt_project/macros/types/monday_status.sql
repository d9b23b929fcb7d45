{#-
    The label. Parts `label id`, `changed at`, and `done` if monday says whether the label means done. monday gives a
    rolled-up status as counts by label id; on an item without subitems, the only count is that of the item's own label.
-#}
{% macro monday_status(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_status', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_status(column_id, data_type, part, get) %}
    {%- set own = adapter.dispatch('monday_json_text', 'monday')('fields', '$."battery_value"[0]."key"') -%}
    {%- set label_id = "case when " ~ monday.monday_json_text('fields', 'is_leaf') ~ " = 'true' then " ~ own ~ " else " ~ monday.monday_json_text('value', 'index') ~ " end" -%}
    {{- return(monday.monday_cell('status', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'label id': {'source': label_id, 'type': 'int'},
        'done': {'source': monday.monday_json_text('fields', 'is_done'), 'type': 'bit'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}

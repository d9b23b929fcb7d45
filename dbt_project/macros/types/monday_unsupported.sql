{#-
    The text, otherwise the JSON, of a type that monday's API itself does not support. For a cell that a person emptied,
    monday gives `{"changed_at": "..."}`, which counts as empty.
-#}
{% macro monday_unsupported(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_unsupported', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_unsupported(column_id, data_type, part, get) %}
    {%- set content -%}
        case when value not like '{"changed_at":%}' or value like '%,%' then value end
    {%- endset -%}
    {{- return(monday.monday_cell('unsupported', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_filled('text') ~ ', ' ~ content ~ ')', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}

{#-
    The cell's text. For a type that monday's API does not support, a load takes the JSON of a cell without text as its text,
    unless the JSON holds nothing (`loader/monday/graphql/cells.py`).
-#}
{% macro monday_unsupported(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_unsupported', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_unsupported(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('unsupported', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}

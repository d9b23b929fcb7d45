{#-
    Text, else the JSON monday gives for a type it does not support itself: the load has put that into the text of a cell
    that shows none, unless it holds nothing (`loader/monday/graphql/cells.py`).
-#}
{% macro monday_unsupported(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_unsupported', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_unsupported(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('unsupported', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}

{#-
    The part `changed at` of a type whose JSON value has it, for `monday_cell`: when a person last changed
    or emptied the cell, in UTC. NULL for a cell that is as its item was made with it.
-#}
{% macro monday_changed_at() %}
    {{- return({'source': monday.monday_json_text('value', 'changed_at'), 'type': 'datetime2(0)'}) -}}
{% endmacro %}

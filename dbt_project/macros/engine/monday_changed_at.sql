{#-
    The part `changed at`, for types whose JSON value has it, as a fact of `monday_cell`: when a person last changed or
    emptied the cell, in UTC. NULL if the cell has not changed since its item was created.
-#}
{% macro monday_changed_at() %}
    {{- return({'source': monday.monday_json_text('value', 'changed_at'), 'type': 'datetime2(0)'}) -}}
{% endmacro %}

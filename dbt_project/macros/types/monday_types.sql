{#-
    Every monday column type and the macro that reads it, for code that handles types as data. A type that is not listed
    is `unknown`. Generated models call the macros by name instead, so that dbt sees which macro a model depends on.
-#}
{% macro monday_types() %}
    {%- set found = {} -%}
    {%- for type in monday.monday_type_names() -%}{%- do found.update({type: monday['monday_' ~ type]}) -%}{%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#- The macro that reads a type. Separate from monday_types, because a wide table asks for each of its columns. -#}
{% macro monday_type_macro(type) %}
    {{- return(monday['monday_' ~ (type if type in monday.monday_type_names() else 'unknown')]) -}}
{% endmacro %}

{% macro monday_type_names() %}
    {{- return([
        'auto_number', 'board_relation', 'button', 'checkbox', 'color_picker', 'country', 'creation_log', 'date',
        'dependency', 'direct_doc', 'doc', 'dropdown', 'email', 'file', 'formula', 'group', 'hour', 'integration',
        'item_assignees', 'item_id', 'last_updated', 'link', 'location', 'long_text', 'mirror', 'name', 'numbers',
        'people', 'person', 'phone', 'progress', 'rating', 'status', 'subtasks', 'tags', 'team', 'text',
        'time_tracking', 'timeline', 'unsupported', 'vote', 'week', 'world_clock', 'unknown',
    ]) -}}
{% endmacro %}

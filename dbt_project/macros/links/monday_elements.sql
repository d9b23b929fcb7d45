{#-
    A query for the elements of a JSON array in one column's cells: item_id, column_id, element_position (from 0, in
    monday's order) and element: the JSON of an object, the unquoted text of anything else. A cell without such an array
    gives no row.
-#}
{% macro monday_elements(raw, column_id, document, path) %}
    {{- return(adapter.dispatch('monday_elements', 'monday')(
        raw, "'" ~ (column_id | replace("'", "''")) ~ "'", document, '$."' ~ path.split('.') | join('"."') ~ '"'
    )) -}}
{% endmacro %}

{% macro default__monday_elements(raw, column_id, document, json_path) %}
    {%- do monday.no_engine_macro('monday_elements') -%}
{% endmacro %}

{% macro duckdb__monday_elements(raw, column_id, document, json_path) %}
    {%- set query -%}
        select
            item_id,
            column_id,
            cast(generate_subscripts(elements, 1) - 1 as integer) as element_position,
            json_extract_string(unnest(elements), '$') as element
        from (
            select item_id, column_id, try(json_extract({{ document }}, '{{ json_path }}[*]')) as elements
            from {{ raw }}
            where column_id = {{ column_id }} and {{ monday.staged_swap_changed('item_id') }}
        ) as cells
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{% macro sqlserver__monday_elements(raw, column_id, document, json_path) %}
    {#- For an object, openjson would return the members; their keys are not numbers. -#}
    {%- set query -%}
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from {{ raw }} as cells
        cross apply openjson(case when isjson(cells.{{ document }}) = 1 then cells.{{ document }} end, '{{ json_path }}') as elements
        where cells.column_id = {{ column_id }} and {{ monday.staged_swap_changed('item_id') }} and try_cast(elements.[key] as int) is not null
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

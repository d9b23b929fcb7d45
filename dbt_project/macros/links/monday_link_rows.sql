{#-
    A query for the links of one column: what every `monday_links_<type>` answers. `kind`, `linked_id`
    and `linked_name` are SQL over `element` (see monday_elements); `name` is the column's SQL name.
-#}
{% macro monday_link_rows(raw, column_id, name, document, path, kind, linked_id, linked_name='null') %}
    {%- set query -%}
select
    item_id,
    cast({{ text_literal(name) }} as {{ monday_sql_type('nvarchar(128)') }}) as column_name,
    column_id,
    cast({{ kind }} as {{ monday_sql_type('nvarchar(50)') }}) as kind,
    cast({{ linked_id }} as {{ monday_sql_type('nvarchar(100)') }}) as linked_id,
    element_position as link_position,
    cast({{ linked_name }} as {{ monday_sql_type('nvarchar(max)') }}) as linked_name
from (
        {{ monday_elements(raw, column_id, document, path) }}
) as links
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

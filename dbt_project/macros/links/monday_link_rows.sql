{#-
    A query for the links of one column: what every `monday_links_<type>` answers. `kind`, `linked_id`
    and `linked_name` are SQL over `element` (see monday_elements); `name` is the column's SQL name. `losses`
    are the conversion losses of a row.
-#}
{% macro monday_link_rows(raw, column_id, name, document, path, kind, linked_id, linked_name="''") %}
    {%- set facts = {
        'kind': {'text': kind, 'data_type': 'nvarchar(50)'},
        'linked_id': {'text': linked_id, 'data_type': 'nvarchar(100)'},
        'linked_name': {'text': linked_name, 'data_type': 'nvarchar(max)'},
    } -%}
    {%- set query -%}
select
    item_id,
    cast({{ monday.text_literal(name) }} as {{ monday.monday_sql_type('nvarchar(128)') }}) as column_name,
    column_id,
    element_position as link_position,
    {{ monday.monday_element_values(facts) }}
from (
        {{ monday.monday_elements(raw, column_id, document, path) }}
) as links
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

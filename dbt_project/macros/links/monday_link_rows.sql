{#-
    A query for the links of one column, which every `monday_links_<type>` returns. `kind`, `linked_id` and
    `linked_name` are SQL over `element` (see monday_elements); `name` is the column's SQL name. `more` has further
    facts of a link, see monday_link_facts; `beside` is a query that adds such facts, keyed by `beside_item_id` and
    `beside_id` (a linked id). The column `losses` has the conversion losses of a row.
-#}
{% macro monday_link_rows(raw, column_id, name, document, path, kind, linked_id, linked_name="''", more={}, beside=none) %}
    {%- set facts = {
        'kind': {'text': kind, 'data_type': 'nvarchar(50)'},
        'linked_id': {'text': linked_id, 'data_type': 'nvarchar(100)'},
        'linked_name': {'text': linked_name, 'data_type': 'nvarchar(max)'},
    } -%}
    {%- for fact, data_type in monday.monday_link_facts().items() -%}
        {%- do facts.update({fact: {'text': more.get(fact), 'data_type': data_type}}) -%}
    {%- endfor -%}
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
    {%- if beside is not none %}
left join (
        {{ beside }}
) as beside on beside.beside_item_id = links.item_id and beside.beside_id = {{ linked_id }}
    {%- endif %}
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#-
    The facts of a link that only some types have, with their SQL types. Every branch of the union has all of them, in
    this order.
-#}
{% macro monday_link_facts() %}
    {{- return({'dependency_type': 'nvarchar(50)', 'lag_days': 'int', 'file_size': 'bigint', 'uploader_id': 'bigint'}) -}}
{% endmacro %}

{#-
    A query for facts about a column's linked ids from monday's typed fields: `id` and each of `facts`, {name: SQL}, are
    SQL over `element`. Returns one row for each item and id, even if monday repeats an id.
-#}
{% macro monday_link_beside(raw, column_id, path, id, facts) %}
    {%- set query -%}
select beside_item_id, beside_id
            {%- for name in facts %}, max({{ name }}) as {{ name }}{% endfor %}
        from (
            select item_id as beside_item_id, {{ id }} as beside_id
            {%- for name, fact in facts.items() %}, {{ fact }} as {{ name }}{% endfor %}
            from (
                {{ monday.monday_elements(raw, column_id, 'fields', path) }}
            ) as typed
        ) as told
        group by beside_item_id, beside_id
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

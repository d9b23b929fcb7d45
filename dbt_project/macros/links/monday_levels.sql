{#-
    A subquery with the depth of every item of a multi-level board: level_item_id, and item_level, which is 1 at the
    top. monday nests five levels; this counts up to ten, by following the rows of `__parent_item__`.
-#}
{% macro monday_levels(raw) %}
    {%- set parents = "(select item_id, " ~ monday.monday_convert('text', 'bigint').value ~ " as parent_id from " ~ monday.monday_rows(raw, conditions={}) ~ " where column_id = '__parent_item__')" -%}
    {%- set above = range(1, 9) -%}
    {%- set query -%}
(
    select
        p0.item_id as level_item_id,
        1 + case when p0.parent_id is null then 0 else 1 end
        {%- for n in above %}
        + case when p{{ n }}.parent_id is null then 0 else 1 end
        {%- endfor %} as item_level
    from {{ parents }} as p0
    {%- for n in above %}
    left join {{ parents }} as p{{ n }} on p{{ n }}.item_id = p{{ n - 1 }}.parent_id
    {%- endfor %}
)
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#- The level of an item, in a query that joins monday_levels. -#}
{% macro monday_level() %}
    {{- return("cast(max(item_level) as " ~ monday.monday_sql_type('int') ~ ")") -}}
{% endmacro %}

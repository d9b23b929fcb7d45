{#-
    What stands under the three names of a build: {production, stage, previous}, each none or
    {type: 'table' | 'view' | what else it is, ours}. `ours` is the mark that staged_swap sets on what it makes.
-#}
{% macro staged_swap_inspect(build) %}
    {%- set found = {'production': none, 'stage': none, 'previous': none} -%}
    {%- set names = {
        build.production.identifier | lower: 'production',
        build.stage.identifier | lower: 'stage',
        build.previous.identifier | lower: 'previous',
    } -%}
    {%- for row in staged_swap_execute(staged_swap_inspect_sql(build.production, names), fetch=true).rows -%}
        {%- do found.update({names[row[0] | lower]: {'type': row[1], 'ours': row[2] == 1}}) -%}
    {%- endfor -%}
    {%- do staged_swap_commit() -%}
    {{- return(found) -}}
{% endmacro %}

{#- A query for name, type and ours (1 or 0) of what has one of these lower-case names in the relation's schema. -#}
{% macro staged_swap_inspect_sql(relation, names) %}
    {{- return(adapter.dispatch('staged_swap_inspect_sql')(relation, names)) -}}
{% endmacro %}

{% macro default__staged_swap_inspect_sql(relation, names) %}
    {%- do no_engine_macro('staged_swap_inspect_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_inspect_sql(relation, names) %}
    {%- set listed = [] -%}
    {%- for name in names -%}{%- do listed.append(text_literal(name)) -%}{%- endfor -%}
    {%- set where -%}
        where lower(database_name) = {{ text_literal(relation.database | lower) }}
          and lower(schema_name) = {{ text_literal(relation.schema | lower) }}
    {%- endset -%}
    {%- set sql -%}
        select table_name, 'table', cast(comment is not null and contains(comment, {{ text_literal(staged_swap_mark()) }}) as int)
        from duckdb_tables()
        {{ where }} and lower(table_name) in ({{ listed | join(', ') }})
        union all
        select view_name, 'view', 0
        from duckdb_views()
        {{ where }} and lower(view_name) in ({{ listed | join(', ') }})
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_inspect_sql(relation, names) %}
    {%- set listed = [] -%}
    {%- for name in names -%}{%- do listed.append(text_literal(name)) -%}{%- endfor -%}
    {%- set sql -%}
        select
            o.name,
            case o.type when 'U' then 'table' when 'V' then 'view' else lower(replace(o.type_desc, '_', ' ')) end as kind,
            case when p.name is null then 0 else 1 end as ours
        from sys.objects as o
        left join sys.extended_properties as p
            on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0 and p.name = {{ text_literal(staged_swap_mark()) }}
        where o.schema_id = schema_id({{ text_literal(relation.schema) }})
          and lower(o.name) in ({{ listed | join(', ') }})
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- The ownership mark: part of a table's comment on DuckDB, an extended property on SQL Server. Both follow a rename. -#}
{% macro staged_swap_mark() %}
    {{- return('built by staged_swap') -}}
{% endmacro %}

{#- Everything slow that can be done before the exchange: key, masks, indexes, dbt's grants, comments. -#}
{% macro staged_swap_finish_stage(build, columns, found) %}
    {%- do adapter.dispatch('staged_swap_finish_stage', 'monday')(build, columns, found) -%}
    {%- do monday.staged_swap_give(build, build.stage, columns) -%}
    {%- if found.production is not none and found.production.type == 'table' -%}
        {%- do adapter.dispatch('staged_swap_carry_over', 'monday')(build) -%}
    {%- endif -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{#- For a table that is kept: sets its comments, and those of dbt's grants that it lacks. -#}
{% macro staged_swap_finish_kept(build, columns) %}
    {%- set lacking = monday.staged_swap_lacking_grants(build) if build.grants else {} -%}
    {%- do monday.staged_swap_give(dict(build, grants=lacking), build.production, columns) -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{#- The grants of the config that the existing table lacks. -#}
{% macro staged_swap_lacking_grants(build) %}
    {{- return(adapter.dispatch('staged_swap_lacking_grants', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_lacking_grants(build) %}
    {%- do monday.no_engine_macro('staged_swap_lacking_grants') -%}
{% endmacro %}

{% macro duckdb__staged_swap_lacking_grants(build) %}
    {{- return(build.grants) -}}
{% endmacro %}

{#- A grant waits for the table's readers, and new readers queue behind it, so existing grants are not repeated. -#}
{% macro sqlserver__staged_swap_lacking_grants(build) %}
    {%- set there, lacking = [], {} -%}
    {%- for row in monday.staged_swap_execute(monday.sqlserver__staged_swap_granted_sql(build.production), fetch=true).rows -%}
        {%- do there.append((row[0], row[1])) -%}
    {%- endfor -%}
    {%- for privilege, principals in build.grants.items() -%}
        {%- for principal in ([principals] if principals is string else principals) if (privilege | upper, principal) not in there -%}
            {%- do lacking.update({privilege: lacking.get(privilege, []) + [principal]}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(lacking) -}}
{% endmacro %}

{#- A query for the privileges on the whole table, and the principals that have them. -#}
{% macro sqlserver__staged_swap_granted_sql(relation) %}
    {{- return(
        "select p.permission_name as privilege, u.name as grantee\n        " ~ monday.sqlserver__staged_swap_permissions(relation)
        ~ "\n          and p.minor_id = 0 and p.state in ('G', 'W')"
    ) -}}
{% endmacro %}

{#- Gives a table the grants and comments that the config asks for. -#}
{% macro staged_swap_give(build, relation, columns) %}
    {%- if build.grants -%}
        {%- do apply_grants(relation, build.grants, should_revoke=false) -%}
    {%- endif -%}
    {%- if config.persist_relation_docs() or config.persist_column_docs() -%}
        {%- do monday.staged_swap_persist_docs(dict(build, stage=relation), columns) -%}
    {%- endif -%}
{% endmacro %}

{% macro default__staged_swap_finish_stage(build, columns, found) %}
    {%- do monday.no_engine_macro('staged_swap_finish_stage') -%}
{% endmacro %}

{#- On DuckDB nothing of this kind can be added to a table outside the model. -#}
{% macro default__staged_swap_carry_over(build) %}
{% endmacro %}

{% macro duckdb__staged_swap_finish_stage(build, columns, found) %}
    {#- Indexes are created at the exchange, because DuckDB cannot rename a table that has one. -#}
    {%- if build.key -%}
        {%- do monday.staged_swap_execute('alter table ' ~ monday.staged_swap_name(build.stage) ~ ' add ' ~ monday.staged_swap_key_sql(build.stage, build.key)) -%}
    {%- endif -%}
{% endmacro %}

{% macro sqlserver__staged_swap_finish_stage(build, columns, found) %}
    {#- SQL Server cannot mask a column that is already in an index. -#}
    {%- do apply_masks(build.stage, monday.staged_swap_masks(build)) -%}
    {%- for index in monday.staged_swap_index_statements(build, build.stage) -%}
        {%- do monday.staged_swap_execute(index) -%}
    {%- endfor -%}
{% endmacro %}

{#- dbt's persist_docs with this project's quoting, because titles may contain quotes. -#}
{% macro staged_swap_persist_docs(build, columns) %}
    {%- do adapter.dispatch('staged_swap_persist_docs', 'monday')(build, columns) -%}
{% endmacro %}

{% macro default__staged_swap_persist_docs(build, columns) %}
    {%- do persist_docs(build.stage, build.node) -%}
{% endmacro %}

{% macro duckdb__staged_swap_persist_docs(build, columns) %}
    {#- The table's own comment holds the ownership mark and is set together with it. -#}
    {%- if config.persist_column_docs() -%}
        {%- set described = {} -%}
        {%- for column in build.node.columns.values() if column.description -%}
            {%- do described.update({column.name | lower: column.description}) -%}
        {%- endfor -%}
        {%- for column in columns if column.name | lower in described -%}
            {%- do monday.staged_swap_execute(
                'comment on column ' ~ monday.staged_swap_name(build.stage) ~ '.' ~ monday.column_name(column.name)
                ~ ' is ' ~ monday.text_literal(described[column.name | lower])
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

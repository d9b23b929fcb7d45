{#-
    What a conversion reads instead of `source`, {read, ids}: on T-SQL a name that monday_rows defines, otherwise the
    source itself. `ids` collects the monday ids of the columns that read it. `get` is that of monday_cell.
-#}
{% macro monday_named(source, data_type, get) %}
    {{- return(adapter.dispatch('monday_named', 'monday')(source, data_type, get)) -}}
{% endmacro %}

{% macro default__monday_named(source, data_type, get) %}
    {%- do monday.no_engine_macro('monday_named') -%}
{% endmacro %}

{#- DuckDB names values inside an expression: duckdb__monday_with. -#}
{% macro duckdb__monday_named(source, data_type, get) %}
    {{- return({'read': source, 'ids': []}) -}}
{% endmacro %}

{#-
    A conversion repeats what it reads more than ten times; without names, the statement of a wide table reached 70,000
    characters. Texts, which are read once or twice, get no name. A name is a hash of what it stands for, not a running
    number, so that a table has the same SQL, and the same fingerprint, whether it is built alone or together with
    another one.
-#}
{% macro sqlserver__monday_named(source, data_type, get) %}
    {%- if source == 'text' or not monday.sqlserver__monday_gives_names(get) or monday.monday_type_facts(data_type).family == 'text' -%}
        {{- return({'read': source, 'ids': []}) -}}
    {%- endif -%}
    {%- set bare = monday.sqlserver__monday_bare(source) -%}
    {{- return(monday.sqlserver__monday_names(get == 'facts').setdefault(bare, {'read': 'bare_' ~ local_md5(bare)[:12], 'ids': []})) -}}
{% endmacro %}

{#-
    The 'facts' are for a single statement, which defines the names that they read. An 'expression' has names only in a
    generated model, because its `from` calls monday_rows after its columns are rendered. In dbt's unit tests of such a
    model it has no names, and the same values.
-#}
{% macro sqlserver__monday_gives_names(get) %}
    {%- if model is not mapping or get not in ('expression', 'facts') -%}
        {{- return(false) -}}
    {%- endif -%}
    {%- set rendered = monday.staged_swap_rendered() -%}
    {{- return(get == 'facts' or rendered.resource_type == 'model' and (rendered.config.meta or {}).get('monday_sql') is not none) -}}
{% endmacro %}

{#- The names given so far, {bare text: {read, ids}}: those in facts, or those in the columns of the model being rendered. -#}
{% macro sqlserver__monday_names(of_facts) %}
    {%- if model is not mapping -%}
        {{- return({}) -}}
    {%- endif -%}
    {{- return(model.setdefault('monday_names', {}).setdefault('facts' if of_facts else monday.staged_swap_rendered().unique_id, {})) -}}
{% endmacro %}

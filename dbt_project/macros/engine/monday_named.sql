{#-
    What a conversion is to read in the place of `source`, {read, ids}: on T-SQL a name, to which monday_rows gives its meaning;
    else the source itself. `ids` takes the columns that read it, by monday's id. `get` is what monday_cell is asked for.
-#}
{% macro monday_named(source, data_type, get) %}
    {{- return(adapter.dispatch('monday_named', 'monday')(source, data_type, get)) -}}
{% endmacro %}

{% macro default__monday_named(source, data_type, get) %}
    {%- do monday.no_engine_macro('monday_named') -%}
{% endmacro %}

{#- DuckDB has names inside an expression: duckdb__monday_with. -#}
{% macro duckdb__monday_named(source, data_type, get) %}
    {{- return({'read': source, 'ids': []}) -}}
{% endmacro %}

{#-
    A conversion writes what it reads ten times and more, and a wide table's statement came to 70,000 characters. Texts, which are
    read once or twice, have no name. A name says what it stands for and not its turn: a table that is built along with another is to
    be known for the same as one that is built alone.
-#}
{% macro sqlserver__monday_named(source, data_type, get) %}
    {%- if source == 'text' or not monday.sqlserver__monday_gives_names(get) or monday.monday_type_facts(data_type).family == 'text' -%}
        {{- return({'read': source, 'ids': []}) -}}
    {%- endif -%}
    {%- set bare = monday.sqlserver__monday_bare(source) -%}
    {{- return(monday.sqlserver__monday_names(get == 'facts').setdefault(bare, {'read': 'bare_' ~ local_md5(bare)[:12], 'ids': []})) -}}
{% endmacro %}

{#-
    Facts are asked for one statement, which names what they read. Of expressions those of a generated model alone have names: it reads its rows
    through monday_rows, behind its columns. dbt's unit tests of one have none, and find the same values.
-#}
{% macro sqlserver__monday_gives_names(get) %}
    {%- if model is not mapping or get not in ('expression', 'facts') -%}
        {{- return(false) -}}
    {%- endif -%}
    {%- set rendered = monday.staged_swap_rendered() -%}
    {{- return(get == 'facts' or rendered.resource_type == 'model' and (rendered.config.meta or {}).get('monday_sql') is not none) -}}
{% endmacro %}

{#- The names that were given, {bare text: {read, ids}}: in facts, or in the columns of the model that is rendered. -#}
{% macro sqlserver__monday_names(of_facts) %}
    {%- if model is not mapping -%}
        {{- return({}) -}}
    {%- endif -%}
    {{- return(model.setdefault('monday_names', {}).setdefault('facts' if of_facts else monday.staged_swap_rendered().unique_id, {})) -}}
{% endmacro %}

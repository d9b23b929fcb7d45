{#-
    What a conversion is to read in the place of `source`: on T-SQL a name, to which monday_rows gives its meaning;
    else the source itself. `get` is what monday_cell is asked for.
-#}
{% macro monday_named(monday_type, column_id, source, data_type, get) %}
    {{- return(adapter.dispatch('monday_named', 'monday')(monday_type, column_id, source, data_type, get)) -}}
{% endmacro %}

{% macro default__monday_named(monday_type, column_id, source, data_type, get) %}
    {%- do monday.no_engine_macro('monday_named') -%}
{% endmacro %}

{#- DuckDB has names inside an expression: duckdb__monday_with. -#}
{% macro duckdb__monday_named(monday_type, column_id, source, data_type, get) %}
    {{- return(source) -}}
{% endmacro %}

{#-
    A conversion writes what it reads ten times and more, and a wide table's statement came to 70,000 characters. Texts, which are
    read once or twice, have no name. Names are kept with the model that is rendered: {bare text: {name, ids, types}}, where `ids` are
    the columns that read it. Who asks for facts means all columns of the type. A name says what it stands for and not its turn: a
    table that is built along with another is to be known for the same as one that is built alone.
-#}
{% macro sqlserver__monday_named(monday_type, column_id, source, data_type, get) %}
    {%- if source == 'text' or not monday.sqlserver__monday_gives_names() or monday.monday_type_facts(data_type).family == 'text' -%}
        {{- return(source) -}}
    {%- endif -%}
    {%- if not model.get('monday_named') -%}{%- do model.update({'monday_named': {}}) -%}{%- endif -%}
    {%- set known = model.monday_named -%}
    {%- set bare = monday.sqlserver__monday_bare(source) -%}
    {%- set found = known.setdefault(bare, {'name': 'bare_' ~ local_md5(bare)[:12], 'ids': [], 'types': []}) -%}
    {%- set readers, reader = (found.types, monday_type) if get == 'facts' else (found.ids, column_id) -%}
    {%- if reader not in readers -%}{%- do readers.append(reader) -%}{%- endif -%}
    {{- return(found.name) -}}
{% endmacro %}

{#- Whether the model that is rendered is generated: it reads its rows through monday_rows, behind its columns. -#}
{% macro sqlserver__monday_gives_names() %}
    {{- return(model is mapping and model.get('resource_type') == 'model' and (model.config.meta or {}).get('monday_sql') is not none) -}}
{% endmacro %}

{#- A condition: a row of raw is of a column that reads what has this name. Of other cells no JSON is read. -#}
{% macro sqlserver__monday_read_by(named) %}
    {%- set conditions = [] -%}
    {%- for column, values in (('column_id', named.ids), ('column_type', named.types)) if values -%}
        {%- set texts = [] -%}
        {%- for value in values -%}{%- do texts.append("'" ~ (value | replace("'", "''")) ~ "'") -%}{%- endfor -%}
        {%- do conditions.append(column ~ ' in (' ~ texts | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{- return(conditions | join(' or ')) -}}
{% endmacro %}

{#-
    The table's columns in order: [{name, type, loss}]. A column whose YAML names its monday type
    gets type and loss condition from that type's macro; one with meta `data_type` alone gets that
    type; any other gets `data_type` of its YAML, else the type that the query gives. With such meta
    on every column the YAML is the list; otherwise the query is.
-#}
{% macro staged_swap_columns(build) %}
    {%- set described = {} -%}
    {%- set columns = [] -%}
    {%- for column in model.columns.values() -%}
        {%- set meta = column.config.meta -%}
        {%- if not meta.monday_type and (meta.monday_key or meta.data_type) -%}
            {%- do columns.append({'name': column.name, 'type': monday_sql_type(meta.data_type or 'nvarchar(100)'), 'loss': none}) -%}
        {%- elif meta.monday_type -%}
            {%- set types = monday_types() -%}
            {%- set macro = types.get(meta.monday_type, types['unknown']) -%}
            {%- do columns.append({
                'name': column.name,
                'id': meta.monday_id,
                'type': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='type'),
                'loss': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='loss'),
            }) -%}
        {%- elif column.data_type -%}
            {%- do described.update({column.name | lower: column.data_type}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if columns | length == model.columns | length and columns -%}
        {{- return(columns) -}}
    {%- endif -%}
    {%- set listed = {} -%}
    {%- for column in columns -%}{%- do listed.update({column.name | lower: column}) -%}{%- endfor -%}
    {%- set merged = [] -%}
    {%- for row in staged_swap_execute(staged_swap_describe_sql(sql), fetch=true).rows -%}
        {%- set name = row[0] -%}
        {%- do merged.append(listed.get(name | lower, {'name': name, 'type': described.get(name | lower, row[1]), 'loss': none})) -%}
    {%- endfor -%}
    {{- return(merged) -}}
{% endmacro %}

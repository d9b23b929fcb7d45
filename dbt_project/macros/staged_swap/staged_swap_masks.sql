{#-
    dbt-sqlserver's config `masks` and `masked_with` (dynamic data masking). A mask hides values, so a build fails if it
    would replace a column with a mask by one without. A mask belongs to the column and is not derived from the query,
    so one made by hand cannot be carried over.
-#}

{#- The masks of the config, {column: function}. -#}
{% macro staged_swap_masks(build) %}
    {%- set asked = [build.node.config.get('masks')] if build.node.config.get('masks') else [] -%}
    {%- for column in build.node.columns.values() if 'masked_with' in column -%}{%- do asked.append(column.name) -%}{%- endfor -%}
    {{- return(adapter.resolve_masks(build.node, build.node.config.get('masks')) if asked else {}) -}}
{% endmacro %}

{#- Sentences about columns that would lose their mask. `columns`: see staged_swap_columns. -#}
{% macro staged_swap_mask_problems(build, columns, found) %}
    {{- return(adapter.dispatch('staged_swap_mask_problems', 'monday')(build, columns, found)) -}}
{% endmacro %}

{% macro default__staged_swap_mask_problems(build, columns, found) %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_mask_problems(build, columns, found) %}
    {%- set names = [] -%}
    {%- for column in columns -%}{%- do names.append(column.name | lower) -%}{%- endfor -%}
    {%- set problems = [] -%}
    {%- set masked = [] -%}
    {%- for name in monday.staged_swap_masks(build) -%}
        {%- do masked.append(name | lower) -%}
        {%- if name | lower not in names -%}
            {%- do problems.append("a mask is asked for the column " ~ monday.printable(name) ~ ", which the model does not have; correct `masks` or `masked_with`") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in monday.sqlserver__staged_swap_masked(build.production) if found.production is not none and name | lower in names and name | lower not in masked -%}
        {%- do problems.append(
            "its column " ~ monday.printable(name) ~ " is masked and a swap would show it; ask for the mask in the model's config `masks`, or drop it"
        ) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}

{#- The names of a table's masked columns. -#}
{% macro sqlserver__staged_swap_masked(relation) %}
    {%- set names = [] -%}
    {%- for row in monday.staged_swap_execute(monday.sqlserver__staged_swap_masked_sql(relation), fetch=true, begin=false).rows -%}{%- do names.append(row[0]) -%}{%- endfor -%}
    {{- return(names) -}}
{% endmacro %}

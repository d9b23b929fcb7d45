{#-
    What the table of meta swap_rows_from says about the model's rows, read in the transaction that filled the stage:
    {rows: how many there must be, of: what they are, losses: {column: values that are less than their source},
    problems: [sentences]}. The default counts that table's rows.
-#}
{% macro staged_swap_source_counts(build, columns) %}
    {{- return(adapter.dispatch('staged_swap_source_counts', 'monday')(build, columns)) -}}
{% endmacro %}

{% macro default__staged_swap_source_counts(build, columns) %}
    {%- set counts = monday.staged_swap_execute('select count(*) as source_rows from ' ~ monday.staged_swap_name(build.raw), fetch=true) -%}
    {{- return({
        'rows': counts.rows[0][0] | int, 'of': 'the rows of ' ~ build.raw.schema ~ '.' ~ build.raw.identifier, 'losses': {}, 'problems': [],
    }) -}}
{% endmacro %}

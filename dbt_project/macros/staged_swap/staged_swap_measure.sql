{#-
    Counts what the checks need: {rows, production_rows, comparable_rows, null_keys, repeated_keys, refused, source:
    none or what staged_swap_source_counts returns, losses: {column: n}, problems}. Runs one query over the stage and
    production, and one over the table of swap_rows_from. In a build of changed rows, `rows` and `losses` are those that
    the table will have, and keys are checked in the stage.
-#}
{% macro staged_swap_measure(build, columns, found, refused) %}
    {%- set counts = monday.staged_swap_execute(monday.staged_swap_counts_sql(build, found, columns), fetch=true).rows[0] -%}
    {%- set before = none if counts.production_rows is none else counts.production_rows | int -%}
    {%- set measured = {
        'rows': counts.stage_rows | int + (before - counts.touched_rows | int if build.part else 0),
        'production_rows': before,
        'comparable_rows': none if before is none else (counts.comparable_rows | int if build.settings.swap_shrink_of else before),
        'null_keys': counts.null_keys | int,
        'repeated_keys': counts.repeated_keys | int,
        'refused': refused, 'source': none, 'losses': {}, 'problems': [],
    } -%}
    {%- if build.raw is not none and not build.empty -%}
        {%- set source_counts = monday.staged_swap_source_counts(build, columns) -%}
        {%- do measured.update({'source': source_counts, 'losses': source_counts.losses, 'problems': source_counts.problems}) -%}
    {%- elif not build.empty -%}
        {%- do measured.update({'losses': monday.staged_swap_losses(build)}) -%}
    {%- endif -%}
    {%- if build.part -%}
        {%- if measured.production_rows != build.basis.rows -%}
            {%- do measured.problems.append("rows before: expected the " ~ build.basis.rows ~ " of the last build; found " ~ measured.production_rows) -%}
        {%- endif -%}
        {%- if counts.strange_rows -%}
            {%- do measured.problems.append("changed rows: expected those of changed keys alone; found " ~ (counts.strange_rows | int) ~ " others") -%}
        {%- endif -%}
    {%- endif -%}
    {%- if refused is none and not build.empty -%}
        {%- for check in build.settings.swap_checks -%}
            {%- do measured.problems.extend(monday.staged_swap_own_check(build, found, check)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(measured) -}}
{% endmacro %}

{#-
    A query for the number of rows of the stage, rows of production, rows without a key, and keys that occur more than
    once; with `swap_shrink_of` also the rows of production that count for the shrink; and in a build of changed rows
    also the rows of production to be deleted and the rows of the stage that have other keys.
-#}
{% macro staged_swap_counts_sql(build, found, columns) %}
    {%- set stage = monday.staged_swap_name(build.stage) -%}
    {%- set production = monday.staged_swap_name(build.production) -%}
    {%- set quoted = monday.column_names(build.key) -%}
    {%- set sql -%}
        select
            (select count(*) from {{ stage }}) as stage_rows,
            {{ "(select count(*) from " ~ production ~ ")" if found.production is not none else "null" }} as production_rows,
            {% if quoted -%}
            (select count(*) from {{ stage }} where {{ quoted | join(' is null or ') }} is null) as null_keys,
            (select count(*) from (select {{ quoted | join(', ') }} from {{ stage }} group by {{ quoted | join(', ') }} having count(*) > 1) as repeated) as repeated_keys
            {%- else -%}
            0 as null_keys, 0 as repeated_keys
            {%- endif %}
            {%- if build.settings.swap_shrink_of and found.production is not none -%}
            ,
            (select count(*) from {{ production }} where {{ monday.staged_swap_shrink_condition(build.settings.swap_shrink_of) }}) as comparable_rows
            {%- endif %}
            {%- if build.part -%}
            {%- set is_changed = monday.staged_swap_is_changed(build, columns) -%}
            ,
            (select count(*) from {{ production }} where {{ is_changed }}) as touched_rows,
            (select count(*) from {{ stage }} where not ({{ is_changed }})) as strange_rows
            {%- endif %}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#-
    A condition on the rows of production that the stage can have: a table with a row for each value of a column loses
    these rows when the column goes.
-#}
{% macro staged_swap_shrink_condition(shrink_of) %}
    {%- set conditions = [] -%}
    {%- for name, values in shrink_of.items() -%}
        {%- set literals = [] -%}
        {%- for value in values -%}{%- do literals.append(monday.text_literal(value)) -%}{%- endfor -%}
        {%- do conditions.append(monday.column_name(name) ~ ' in (' ~ literals | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{- return(conditions | join(' and ')) -}}
{% endmacro %}

{#- The result of a user's macro, which takes (stage, production or none) and returns nothing, a sentence or several. -#}
{% macro staged_swap_own_check(build, found, name) %}
    {%- if context.get(name) is none -%}
        {{- return(["check " ~ name ~ ": no macro of that name; it is listed in meta swap_checks"]) -}}
    {%- endif -%}
    {%- set said = context[name](build.stage, build.production if found.production is not none else none) -%}
    {%- set sentences = [] -%}
    {%- for sentence in ([said] if said is string else said or []) if sentence | string | trim -%}
        {%- do sentences.append(name ~ ": " ~ sentence | string | trim) -%}
    {%- endfor -%}
    {{- return(sentences) -}}
{% endmacro %}

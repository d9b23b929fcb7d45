{#-
    Fails the build, before anything is created, if a table that is not ours or a dependent of production is in the way,
    or if the project refuses the model. Sets `for_rows` in the build: what prevents an exchange of rows.
-#}
{% macro staged_swap_refuse(build, found) %}
    {%- set own = (found.stage is none or found.stage.ours) and (found.production is none or found.production.ours and found.production.type == 'table')
        and (found.previous is none or found.previous.ours) and (build.raw is none or found.raw is not none) -%}
    {%- set problems = [] if own else monday.staged_swap_strangers(build, found) -%}
    {%- do problems.extend(monday.staged_swap_model_problems(build.node) + monday.staged_swap_unmet_needs()) -%}
    {%- if found.production is not none and not problems -%}
        {%- set for_rows = monday.staged_swap_rows_problems(build.production) if found.production.type == 'table' else ['a view has no rows'] -%}
        {%- do build.update({'for_rows': for_rows}) -%}
        {%- if monday.staged_swap_by_rows(build, found) -%}
            {%- do problems.extend(for_rows) -%}
        {%- else -%}
            {%- do problems.extend(monday.staged_swap_dependents(build.production, build.settings.swap_drops)) -%}
            {%- if problems and not for_rows -%}
                {%- set way_out = ' Or keep the table and exchange its rows: meta swap_exchange: rows' ~ monday.staged_swap_advice('rows') ~ '.' -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
    {%- do monday.staged_swap_refuse_for(build, problems, way_out | default('')) -%}
{% endmacro %}

{#- Sentences about tables that are not ours but have names that the build needs, and about the raw table if it is missing. -#}
{% macro staged_swap_strangers(build, found) %}
    {%- set problems = [] -%}
    {%- if found.stage is not none and not found.stage.ours -%}
        {%- do problems.append(
            "the " ~ found.stage.type ~ " " ~ build.stage ~ " was not made by staged_swap, and the build needs that name;"
            ~ " rename it, or set another prefix in the variable staging_prefix"
        ) -%}
    {%- endif -%}
    {%- if found.production is not none and not found.production.ours and not build.settings.swap_take_over -%}
        {%- do problems.append(
            "the " ~ found.production.type ~ " " ~ build.production ~ " was not made by staged_swap;"
            ~ " set meta swap_take_over: true to replace it" ~ monday.staged_swap_advice('take_over') ~ ", or give the model another name"
        ) -%}
    {%- elif found.production is not none and found.production.type not in ('table', 'view') -%}
        {%- do problems.append("there is a " ~ found.production.type ~ " named " ~ build.production ~ "; only a table or a view can be replaced") -%}
    {%- endif -%}
    {%- if build.settings.swap_keep_previous and found.previous is not none and not found.previous.ours -%}
        {%- do problems.append(
            "the " ~ found.previous.type ~ " " ~ build.previous ~ " was not made by staged_swap, and swap_keep_previous needs that name; rename it"
        ) -%}
    {%- endif -%}
    {%- if build.raw is not none and found.raw is none -%}
        {%- do problems.append(
            "there is no table " ~ build.raw ~ " yet, whose rows it is built from" ~ monday.staged_swap_advice('unloaded', build.raw.identifier)
        ) -%}
    {%- endif -%}
    {{- return(problems) -}}
{% endmacro %}

{#- Fails the build if there are problems, given as sentences; `way_out` is one more sentence. -#}
{% macro staged_swap_refuse_for(build, problems, way_out='') %}
    {%- if problems -%}
        {%- do monday.staged_swap_unlock(build) -%}
        {%- do exceptions.raise_database_error(
            "staged_swap built nothing and left " ~ build.together | join(', ') ~ (" as they are: " if build.beside else " as it is: ") ~ problems | join("; and ") ~ "." ~ way_out
        ) -%}
    {%- endif -%}
{% endmacro %}

{#- The facts of the rows of a log (`activity` or `updates`): {name: {text, data_type}}. -#}
{% macro monday_log_facts(log) %}
    {{- return({'activity': monday.monday_activity_facts, 'updates': monday.monday_updates_facts}[log]()) -}}
{% endmacro %}

{#- Select expressions for a log's query: each fact cast to its type, under its name. -#}
{% macro monday_log_values(facts) %}
    {%- set values = [] -%}
    {%- for name, fact in facts.items() -%}
        {%- do values.append("cast(" ~ monday.monday_convert(fact.text, fact.data_type).value ~ " as " ~ monday.monday_sql_type(fact.data_type) ~ ") as " ~ name) -%}
    {%- endfor -%}
    {{- return(values | join(",\n    ")) -}}
{% endmacro %}

{#-
    {column: values lost} for the table of a log. Meta `monday_log` has `facts`, which names the log, and `names`, which
    maps facts to columns.
-#}
{% macro monday_losses_of_log(build) %}
    {%- set log = build.node.config.meta.monday_log -%}
    {%- set names, losses = [], {} -%}
    {%- for name in monday.monday_log_lost(log.facts) -%}{%- do names.append(log.names[name]) -%}{%- endfor -%}
    {%- set counts = monday.staged_swap_execute(monday.monday_log_losses_sql(build.raw, log.facts), fetch=true).rows[0] -%}
    {%- for name in names -%}
        {%- if counts[loop.index0] -%}{%- do losses.update({name: counts[loop.index0] | int}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(losses) -}}
{% endmacro %}

{#- A query for one row: the number of values lost for each fact that can lose any, in the order of monday_log_lost. -#}
{% macro monday_log_losses_sql(raw, log) %}
    {%- set counts = [] -%}
    {%- for name, lost in monday.monday_log_lost(log).items() -%}
        {%- do counts.append("sum(case when " ~ lost ~ " then 1 else 0 end) as " ~ name) -%}
    {%- endfor -%}
    {{- return("select\n    " ~ counts | join(",\n    ") ~ "\nfrom " ~ monday.staged_swap_name(raw)) -}}
{% endmacro %}

{#-
    {fact: condition} for the facts whose value can hold less than their text. Long texts of an event are not checked:
    [Data] holds them too, unchanged.
-#}
{% macro monday_log_lost(log) %}
    {%- set found = {} -%}
    {%- for name, fact in monday.monday_log_facts(log).items() if log != 'activity' or fact.data_type != 'nvarchar(max)' -%}
        {%- set lost = monday.monday_lost(monday.monday_has_text(fact.text), monday.monday_convert(fact.text, fact.data_type)) -%}
        {%- if lost -%}{%- do found.update({name: lost}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

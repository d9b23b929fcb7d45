{#- The facts of a log's rows, of `activity` or `updates`: {name: {text, data_type}}. -#}
{% macro monday_log_facts(log) %}
    {{- return({'activity': monday.monday_activity_facts, 'updates': monday.monday_updates_facts}[log]()) -}}
{% endmacro %}

{#- SQL for the columns of a log's query, each fact as its type under its name. -#}
{% macro monday_log_values(facts) %}
    {%- set values = [] -%}
    {%- for name, fact in facts.items() -%}
        {%- do values.append("cast(" ~ monday.monday_convert(fact.text, fact.data_type).value ~ " as " ~ monday.monday_sql_type(fact.data_type) ~ ") as " ~ name) -%}
    {%- endfor -%}
    {{- return(values | join(",\n    ")) -}}
{% endmacro %}

{#- {column: values lost} of a log's table. Meta `monday_log` has `facts`, which log it is, and `names` of columns by fact. -#}
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

{#- A query for one row: how often each fact that can lose something has lost it, in the order of monday_log_lost. -#}
{% macro monday_log_losses_sql(raw, log) %}
    {%- set counts = [] -%}
    {%- for name, lost in monday.monday_log_lost(log).items() -%}
        {%- do counts.append("sum(case when " ~ lost ~ " then 1 else 0 end) as " ~ name) -%}
    {%- endfor -%}
    {{- return("select\n    " ~ counts | join(",\n    ") ~ "\nfrom " ~ monday.staged_swap_name(raw)) -}}
{% endmacro %}

{#-
    {fact: condition} of the facts whose value can be less than their text. Long texts of an event are not looked at: they
    stand in its [Data] as well, which is as it came.
-#}
{% macro monday_log_lost(log) %}
    {%- set found = {} -%}
    {%- for name, fact in monday.monday_log_facts(log).items() if log != 'activity' or fact.data_type != 'nvarchar(max)' -%}
        {%- set lost = monday.monday_lost(monday.monday_has_text(fact.text), monday.monday_convert(fact.text, fact.data_type)) -%}
        {%- if lost -%}{%- do found.update({name: lost}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

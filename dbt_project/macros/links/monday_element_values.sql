{#-
    Select expressions for the facts of an element (see monday_elements): each of `facts`, {name: {text, data_type}},
    converted under its name, and `losses`, the number of them that lost something in the conversion. A fact whose text
    is none is NULL.
-#}
{% macro monday_element_values(facts) %}
    {%- set values = [] -%}
    {%- set losses = [] -%}
    {%- for name, fact in facts.items() -%}
        {%- if fact.text is none -%}
            {%- do values.append("cast(null as " ~ monday.monday_sql_type(fact.data_type) ~ ") as " ~ name) -%}
        {%- else -%}
            {%- set converted = monday.monday_convert(fact.text, fact.data_type) -%}
            {%- do values.append("cast(" ~ converted.value ~ " as " ~ monday.monday_sql_type(fact.data_type) ~ ") as " ~ name) -%}
            {%- do losses.append("case when " ~ monday.monday_lost(monday.monday_has_text(fact.text), converted) ~ " then 1 else 0 end") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do values.append(losses | join("\n    + ") ~ " as losses") -%}
    {{- return(values | join(",\n    ")) -}}
{% endmacro %}

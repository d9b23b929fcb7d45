{#-
    The terms of the sum that counts losses: what one row of raw adds for its column. Columns with the same condition
    share a term. See monday_text_first.
-#}
{% macro monday_loss_terms(slot) %}
    {%- set found, terms, branches = {}, [], [] -%}
    {%- for column in slot.values() -%}
        {%- set counted = column.counted or {'content': column.loss} -%}
        {%- set sum = "case when " ~ counted.content ~ " then 1 else 0 end" ~ (" + case when " ~ counted.lost ~ " then 1 else 0 end" if counted.lost else "") -%}
        {%- set known = found.setdefault(sum, {'ids': [], 'text': none if column.counted or 'json' in column.loss else column.loss}) -%}
        {%- do known.ids.append("'" ~ (column.id | replace("'", "''")) ~ "'") -%}
    {%- endfor -%}
    {%- for sum, known in found.items() -%}
        {%- set is_one = "column_id in (" ~ known.ids | join(', ') ~ ")" -%}
        {%- if known.text and monday.monday_text_first(known.ids | length) -%}
            {%- do terms.append("case when " ~ known.text ~ " then case when " ~ is_one ~ " then 1 else 0 end else 0 end") -%}
        {%- else -%}
            {%- do branches.append("when " ~ is_one ~ " then " ~ sum) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if branches -%}
        {%- do terms.append("case\n            " ~ branches | join("\n            ") ~ "\n            else 0 end") -%}
    {%- endif -%}
    {{- return(terms) -}}
{% endmacro %}

{#-
    Groups the columns that can lose values into slots, [{column_id: column}]. Each slot checks a row of raw once; only
    columns that read the same cell (parts, aliases) need more than one slot.
-#}
{% macro monday_loss_slots(columns) %}
    {%- set slots = [] -%}
    {%- for column in columns if column.loss -%}
        {%- set free = [] -%}
        {%- for slot in slots if column.id not in slot -%}{%- do free.append(slot) -%}{%- endfor -%}
        {%- if free -%}
            {%- do free[0].update({column.id: column}) -%}
        {%- else -%}
            {%- do slots.append({column.id: column}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(slots) -}}
{% endmacro %}

{#-
    Whether to test a text condition shared by `count` columns before the column id. DuckDB evaluates a condition for
    all rows at once, which is faster if many columns share it. SQL Server tests the column id first, so that it does
    not scan the texts of other columns.
-#}
{% macro monday_text_first(count) %}
    {{- return(adapter.dispatch('monday_text_first', 'monday')(count)) -}}
{% endmacro %}

{% macro default__monday_text_first(count) %}
    {%- do monday.no_engine_macro('monday_text_first') -%}
{% endmacro %}

{% macro duckdb__monday_text_first(count) %}
    {{- return(count > 8) -}}
{% endmacro %}

{% macro sqlserver__monday_text_first(count) %}
    {{- return(false) -}}
{% endmacro %}

{#-
    Counts what the checks need: {rows, production_rows, comparable_rows, raw_items, null_keys, repeated_keys, refused,
    losses: {column: n}}. One query over the stage and production, one over the raw table.
-#}
{% macro staged_swap_measure(build, columns, found, refused) %}
    {%- set counts = staged_swap_execute(staged_swap_counts_sql(build, found), fetch=true).rows[0] -%}
    {%- set measured = {
        'rows': counts[0] | int,
        'production_rows': none if counts[1] is none else counts[1] | int,
        'comparable_rows': none if counts[1] is none else (counts[4] if build.settings.swap_shrink_of else counts[1]) | int,
        'null_keys': counts[2] | int,
        'repeated_keys': counts[3] | int,
        'refused': refused, 'raw_items': none, 'losses': {}, 'problems': [],
    } -%}
    {%- if build.raw is not none and not build.empty -%}
        {%- do measured.update(staged_swap_raw_counts(build, columns)) -%}
    {%- endif -%}
    {%- if refused is none and not build.empty -%}
        {%- for check in build.settings.swap_checks -%}
            {%- do measured.problems.extend(staged_swap_own_check(build, found, check)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(measured) -}}
{% endmacro %}

{#-
    A query for rows of the stage, rows of production, rows without a key, keys that occur more than
    once, and where `swap_shrink_of` is set the rows of production that count for the shrink.
-#}
{% macro staged_swap_counts_sql(build, found) %}
    {%- set stage = staged_swap_name(build.stage) -%}
    {%- set quoted = [] -%}
    {%- for name in build.key -%}{%- do quoted.append(column_name(name)) -%}{%- endfor -%}
    {%- set sql -%}
        select
            (select count(*) from {{ stage }}) as stage_rows,
            {{ "(select count(*) from " ~ staged_swap_name(build.production) ~ ")" if found.production is not none else "null" }} as production_rows,
            {% if quoted -%}
            (select count(*) from {{ stage }} where {{ quoted | join(' is null or ') }} is null) as null_keys,
            (select count(*) from (select {{ quoted | join(', ') }} from {{ stage }} group by {{ quoted | join(', ') }} having count(*) > 1) as repeated) as repeated_keys
            {%- else -%}
            0 as null_keys, 0 as repeated_keys
            {%- endif %}
            {%- if build.settings.swap_shrink_of and found.production is not none -%}
            ,
            (select count(*) from {{ staged_swap_name(build.production) }} where {{ staged_swap_shrink_condition(build.settings.swap_shrink_of) }}) as comparable_rows
            {%- endif %}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- A condition on production's rows that the stage can have: a table beside a board's loses the rows of a column with it. -#}
{% macro staged_swap_shrink_condition(shrink_of) %}
    {%- set conditions = [] -%}
    {%- for name, values in shrink_of.items() -%}
        {%- set literals = [] -%}
        {%- for value in values -%}{%- do literals.append(text_literal(value)) -%}{%- endfor -%}
        {%- do conditions.append(column_name(name) ~ ' in (' ~ literals | join(', ') ~ ')') -%}
    {%- endfor -%}
    {{- return(conditions | join(' and ')) -}}
{% endmacro %}

{#- A query for rows and losses of each column id, which reads the raw table once. -#}
{% macro staged_swap_raw_counts_sql(build, slots) %}
    {%- set sums = [] -%}
    {%- for slot in slots -%}
        {%- set branches = [] -%}
        {%- for column in slot.values() -%}
            {%- do branches.append("when column_id = '" ~ (column.id | replace("'", "''")) ~ "' then case when " ~ column.loss ~ " then 1 else 0 end") -%}
        {%- endfor -%}
        {%- do sums.append(",\n    sum(case\n        " ~ branches | join("\n        ") ~ "\n        else 0 end)") -%}
    {%- endfor -%}
    {{- return(
        "select column_id, count(*)" ~ sums | join('') ~ "\nfrom " ~ staged_swap_name(build.raw) ~ "\ngroup by column_id"
    ) -}}
{% endmacro %}

{#- {raw_items, losses} of the raw table. -#}
{% macro staged_swap_raw_counts(build, columns) %}
    {%- set slots = staged_swap_loss_slots(columns) -%}
    {%- set result = {'raw_items': 0, 'losses': {}} -%}
    {%- for row in staged_swap_execute(staged_swap_raw_counts_sql(build, slots), fetch=true).rows -%}
        {%- if row[0] == 'name' -%}
            {%- do result.update({'raw_items': row[1] | int}) -%}
        {%- endif -%}
        {%- for slot in slots -%}
            {%- set lost = row[2 + loop.index0] -%}
            {%- if row[0] in slot and lost -%}
                {%- do result.losses.update({slot[row[0]].name: lost | int}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(result) -}}
{% endmacro %}

{#-
    Columns that can lose something, as [{column_id: column}]: a row of raw is looked at once a slot,
    and only columns that read the same cell (parts, aliases) need more than one.
-#}
{% macro staged_swap_loss_slots(columns) %}
    {%- set slots = [] -%}
    {%- for column in columns if column.loss is not none -%}
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

{#- What a macro of the user's says: it takes (stage, production or none) and returns nothing, a sentence or several. -#}
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

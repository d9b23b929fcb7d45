{#-
    A generic test: the stays of a cell neither overlap nor leave a gap. No stay ends before it starts. The next stay
    starts exactly at the end of one that a change ended, and not before the end of one that ended because the item
    left.
-#}
{% test stays_are_seamless(model, cell, position, started, ended, ends_with) %}
{%- set names = [] -%}
{%- set named = [] -%}
{%- for name in cell -%}
    {%- do names.append(monday.column_name(name)) -%}
    {#- Aliases, because a key column may have the name of a column that this query makes. -#}
    {%- do named.append(monday.column_name(name) ~ ' as cell_' ~ loop.index) -%}
{%- endfor -%}
{%- set window = "(partition by " ~ names | join(', ') ~ " order by " ~ monday.column_name(position) ~ ")" %}
select *
from (
    select
        {{ named | join(', ') }},
        {{ monday.column_name(position) }} as place,
        {{ monday.column_name(started) }} as began,
        {{ monday.column_name(ended) }} as finished,
        {{ monday.column_name(ends_with) }} as ended_by,
        lead({{ monday.column_name(started) }}) over {{ window }} as next_began,
        lead({{ monday.column_name(position) }}) over {{ window }} as next_place
    from {{ monday.tested_rows(model, 'stays') }}
) as pairs
where finished < began
   or (next_place is not null and finished is null)
   or next_began < finished
   or (ended_by = 'change' and (next_began is null or next_began <> finished))
{% endtest %}

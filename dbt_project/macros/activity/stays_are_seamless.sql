{#-
    A generic test: the stays of a cell neither overlap nor leave a gap. Each ends after it began, the next one begins where one
    ends that a change ended, and no earlier than where the item left.
-#}
{% test stays_are_seamless(model, cell, position, started, ended, ends_with) %}
{%- set names = [] -%}
{%- set named = [] -%}
{%- for name in cell -%}
    {%- do names.append(monday.column_name(name)) -%}
    {#- A key may be called as what is made here. -#}
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

{#- The changes of a board that loads have recorded in raw_monday._changes, for staged_swap. -#}
{% macro duckdb__staged_swap_changes(build, since) %}
    {{- return(monday.monday_changes(build, since)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_changes(build, since) %}
    {{- return(monday.monday_changes(build, since)) -}}
{% endmacro %}

{#- The raw table that a companion table of a board reads. -#}
{% macro duckdb__staged_swap_reads(node) %}
    {{- return(monday.monday_reads(node)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_reads(node) %}
    {{- return(monday.monday_reads(node)) -}}
{% endmacro %}

{% macro monday_reads(node) %}
    {%- set raw = node.config.meta.monday_source -%}
    {{- return(monday.staged_swap_whole(source(raw[0], raw[1])) if raw and raw[0] == 'raw_monday' else none) -}}
{% endmacro %}

{#-
    The state of a board's rows is the id of the last complete load, if that load recorded what it touched. A load by an
    earlier version recorded nothing; then nothing is known. `rows` is the number of rows after that load.
-#}
{% macro monday_changes(build, since) %}
    {%- if not monday.monday_makes_model(build.node) or build.read is none or build.node.config.meta.get('monday_log') -%}
        {{- return(none) -}}
    {%- endif -%}
    {#- If an earlier build read a state (`since`), the table _changes exists. -#}
    {%- if since is none and not monday.staged_swap_stands(monday.staged_swap_beside(build.read, '_changes')) -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set found = monday.staged_swap_execute(monday.monday_changes_sql(build.read, since or ''), fetch=true).rows -%}
    {%- if found | length != 1 or found[0][1] is none or found[0][2] is none -%}
        {{- return({'state': none, 'why': 'the last load has not noted what it touched'}) -}}
    {%- endif -%}
    {%- set last, seq = found[0], found[0][3] -%}
    {%- set why = 'a load has read all items anew' if last[5] else ('what changed since the last build is not known' if seq is none else none) -%}
    {#- Tables that are built together with the board's own table rely on its count. -#}
    {%- if why is none and build.raw is none and not build.beside -%}
        {%- set landed = monday.staged_swap_execute('select count(*) as landed_rows from ' ~ monday.staged_swap_name(build.read), fetch=true).rows[0][0] -%}
        {%- set why = none if landed == last[1] else build.read.identifier ~ ' has not the rows that the last load has left' -%}
    {%- endif -%}
    {{- return({
        'state': last[0], 'rows': last[1] | int, 'of': last[2] | int, 'count': last[4] | int, 'column': 'item_id',
        'why': why,
        'changed': none if seq is none else monday.monday_changed_items_sql(build.read, seq),
    }) -}}
{% endmacro %}

{#-
    A query for one row: the last complete load with its rows and items, the sequence number of the load `since`, and
    the number of items touched and of full loads after that one.
-#}
{% macro monday_changes_sql(raw, since) %}
    {%- set changes = monday.staged_swap_name(monday.staged_swap_beside(raw, '_changes')) -%}
    {%- set loads = monday.staged_swap_name(monday.staged_swap_beside(raw, '_loads')) -%}
    {%- set board = monday.monday_board_literal(raw) -%}
    {%- set later = "from " ~ changes ~ " as later where later.board = " ~ board ~ " and later.seq > coalesce(since.seq, 0) and later.item_id" -%}
    {%- set sql -%}
select last_load.load_id, last_load.{{ monday.column_name('rows') }}, last_load.items, since.seq,
    (select count(distinct later.item_id) {{ later }} <> 0) as touched,
    (select count(*) {{ later }} = 0 and later.kind = 'all') as wholes
from {{ loads }} as last_load
join {{ changes }} as noted
    on noted.board = last_load.board and noted.load_id = last_load.load_id and noted.item_id = 0
left join {{ changes }} as since
    on since.board = last_load.board and since.item_id = 0 and since.load_id = {{ monday.text_literal(since) }}
where last_load.board = {{ board }} and last_load.status = 'complete'
  and last_load.seq = (select max(seq) from {{ loads }} where board = {{ board }} and status = 'complete')
  and noted.seq = (select max(seq) from {{ changes }} where board = {{ board }})
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- A query for the items touched by loads after the load with sequence number `seq`. -#}
{% macro monday_changed_items_sql(raw, seq) %}
    {{- return(
        'select distinct item_id as changed_key from ' ~ monday.staged_swap_name(monday.staged_swap_beside(raw, '_changes'))
        ~ ' where board = ' ~ monday.monday_board_literal(raw) ~ ' and item_id <> 0 and seq > ' ~ seq
    ) -}}
{% endmacro %}

{#- A board's name with the type it has in the tables of loads; with another type, the server would scan every row. -#}
{% macro monday_board_literal(raw) %}
    {{- return('cast(' ~ monday.text_literal(raw.identifier) ~ ' as varchar(128))') -}}
{% endmacro %}

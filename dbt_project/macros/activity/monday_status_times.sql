{#-
    A query for how long each item had each value: one row for each stay (a period in which a cell keeps one value),
    from the events in `log` and the cells in `raw`. `columns` lists the followed columns as [[monday's id, name,
    type]]; the types are those of monday_stay_facts, including `group`, whose id is __group__.

    Method: put the points of each cell (events, the item's creation, the current cell) in order of time, each with the
    value that holds from then on; drop the points that change nothing; let each remaining point last until the next
    one.
-#}
{% macro monday_status_times(raw, log, board, columns) %}
    {{- return(adapter.dispatch('monday_status_times', 'monday')(raw, log, board, columns)) -}}
{% endmacro %}

{% macro default__monday_status_times(raw, log, board, columns) %}
    {%- set cell = "partition by item_id, column_id order by place, ticks, event_id" -%}
    {%- set back = "partition by item_id, column_id order by place desc, ticks desc, event_id desc" -%}
    {%- set labels = monday.staged_swap_name(monday.staged_swap_beside(log, '_column_labels')) -%}
    {%- set grouped = '__group__' in (columns | map(attribute=0) | list) -%}
    {%- set names = [] -%}
    {%- for column_id, name, type in columns -%}
        {%- do names.append("when '" ~ (column_id | replace("'", "''")) ~ "' then " ~ monday.text_literal(name)) -%}
    {%- endfor -%}
    {%- set query -%}
select
    stays.item_id,
    cast(case stays.column_id {{ names | join(' ') }} end as {{ monday.monday_sql_type('nvarchar(128)') }}) as column_name,
    stays.column_id,
    stays.stay_position,
    case when labelled = 1 then {{ monday.monday_try_cast('stay_key', 'int') }} end as label_id,
    coalesce(stay_text, named_then.label, named_first.label, now_text) as label_then,
    coalesce(named_now.label, {% if grouped %}group_now.title, {% endif %}now_text, stay_text) as label_now,
    {{ monday.monday_ticks_to_datetime('start_ticks') }} as started_at,
    {{ monday.monday_ticks_to_datetime('end_ticks') }} as ended_at,
    {{ monday.monday_whole_seconds('end_ticks', 'start_ticks') }} as seconds,
    user_id,
    begins_with,
    case when end_kind = 'leave' then 'left' when end_kind is not null then 'change' when has_now = 1 then 'open' else 'unknown' end as ends_with
from (
    select
        item_id, column_id, kind, start_ticks, user_id, begins_with, has_now, labelled,
        stay_key, stay_text, case when stay_key = now_key then now_text end as now_text,
        lead(start_ticks) over ({{ cell }}) as end_ticks,
        lead(kind) over ({{ cell }}) as end_kind,
        sum(case when kind = 'leave' then 0 else 1 end) over ({{ cell }} rows unbounded preceding) as stay_position
    from (
        select
            *,
            lag(kind) over ({{ cell }}) as kind_before,
            lag(stay_key) over ({{ cell }}) as key_before
        from (
            {{ monday.monday_stay_points(raw, log, columns, cell, back) }}
        ) as valued
        where holds = 1
    ) as compared
    where kind = 'leave' or kind_before is null or kind_before = 'leave' or coalesce(stay_key, '') <> coalesce(key_before, '')
) as stays
{%- for alias, condition in {
    'named_now': 'named_now.nth_last = 1',
    'named_first': 'named_first.nth = 1',
    'named_then': 'named_then.from_ticks <= start_ticks and (named_then.to_ticks is null or named_then.to_ticks > start_ticks)',
}.items() %}
left join (
    select
        column_id, label_id, label,
        {{ monday.monday_datetime_to_ticks('valid_from') }} as from_ticks,
        {{ monday.monday_datetime_to_ticks('valid_to') }} as to_ticks,
        row_number() over (partition by column_id, label_id order by valid_from) as nth,
        row_number() over (partition by column_id, label_id order by case when valid_to is null then 0 else 1 end, valid_from desc) as nth_last
    from {{ labels }}
    where board = '{{ board }}'
) as {{ alias }}
    on stays.labelled = 1 and {{ alias }}.column_id = stays.column_id
    and {{ alias }}.label_id = {{ monday.monday_try_cast('stays.stay_key', 'bigint') }} and {{ condition }}
{%- endfor %}
{%- if grouped %}
left join ({{ monday.monday_stay_groups(raw) }}) as group_now
    on stays.column_id = '__group__' and group_now.group_id = stays.stay_key and group_now.nth_last = 1
{%- endif %}
where stays.kind <> 'leave'
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#- The groups that have items: each group's id, with its title in the item that was loaded last. -#}
{% macro monday_stay_groups(raw) %}
    {%- set group_id = monday.monday_exact(monday.monday_stay_facts('group').now_key) -%}
    {%- set title = monday.monday_stay_facts('group').now_text -%}
    {{- return(
        "select " ~ group_id ~ " as group_id, " ~ title ~ " as title, row_number() over (partition by " ~ group_id
        ~ " order by loaded_at desc, item_id desc) as nth_last\nfrom " ~ monday.monday_rows(raw, conditions={})
        ~ "\nwhere column_id = '__group__' and " ~ title ~ " is not null"
    ) -}}
{% endmacro %}

{#-
    The points of monday_status_times, each with the value that holds from it on; `holds` is 0 for a point that says
    nothing. Where an event does not give the value itself (a creation, a return), it is, in this order: the value
    before the next change; the current cell, if it has not changed since; the value after the last change or creation.
    All of these must be in the same stint on the board, because an item that comes back from another board may have
    lost its cells. A point whose value nothing tells is left out.
-#}
{% macro monday_stay_points(raw, log, columns, cell, back) %}
    {%- set told = "kind = 'change' or event = 'create_pulse'" -%}
    {%- set of_now = "has_now = 1 and last_stint = stint and (now_changed is null or now_changed <= ticks)" -%}
    {%- set values = {} -%}
    {%- for what in ['key', 'text'] -%}
        {%- do values.update({what:
            "case when kind in ('change', 'now') then to_" ~ what
            ~ " when coming_stint = stint then coming_" ~ what
            ~ " when " ~ of_now ~ " then " ~ ("now_key" if what == 'key' else "null")
            ~ " when carried_stint = stint then carried_" ~ what ~ " else to_" ~ what ~ " end"
        }) -%}
    {%- endfor -%}
    {%- set known = "coming_stint = stint or " ~ of_now ~ " or carried_stint = stint or event = 'create_pulse'" -%}
    {%- set query -%}
select
    item_id, column_id, kind, place, ticks, event_id, has_now, now_key, now_text, labelled,
    {{ values.key }} as stay_key,
    {{ values.text }} as stay_text,
    case when kind = 'change' or event = 'create_pulse' then user_id end as user_id,
    case
        when kind = 'now' and kind_lag = 'leave' then loaded_ticks
        when kind = 'now' then now_changed
        when kind = 'birth' and ticks > ticks_lead then ticks_lead
        else ticks
    end as start_ticks,
    case
        when kind = 'now' then case when kind_lag = 'leave' then 'seen again' else 'changed at' end
        when kind = 'birth' then 'before the log'
        when event = 'create_pulse' then 'creation'
        when event = 'restore_pulse' then 'restored'
        when event = 'move_pulse_into_board' then 'moved in'
        else 'change'
    end as begins_with,
    case
        when kind in ('change', 'leave') then 1
        when kind = 'birth' and kind_lead = 'begin' and event_lead in ('create_pulse', 'move_pulse_into_board') then 0
        when kind in ('begin', 'birth') then case when {{ known }} then 1 else 0 end
        when kind_lag = 'leave' then case when loaded_ticks > ticks_lag then 1 else 0 end
        when kind_lag = 'birth' then case when now_changed is not null then 1 else 0 end
        else case when now_changed > ticks_lag then 1 else 0 end
    end as holds
from (
    select
        *,
        max(case when {{ told }} then to_key end) over (partition by item_id, column_id, told_before) as carried_key,
        max(case when {{ told }} then to_text end) over (partition by item_id, column_id, told_before) as carried_text,
        max(case when kind = 'change' then from_key end) over (partition by item_id, column_id, changes_after) as coming_key,
        max(case when kind = 'change' then from_text end) over (partition by item_id, column_id, changes_after) as coming_text,
        max(case when {{ told }} then stint end) over (partition by item_id, column_id, told_before) as carried_stint,
        max(case when kind = 'change' then stint end) over (partition by item_id, column_id, changes_after) as coming_stint,
        max(stint) over (partition by item_id, column_id) as last_stint
    from (
        select
            *,
            sum(case when {{ told }} then 1 else 0 end) over ({{ cell }} rows unbounded preceding) as told_before,
            sum(case when kind = 'change' then 1 else 0 end) over ({{ back }} rows unbounded preceding) as changes_after,
            sum(case when event = 'move_pulse_into_board' then 1 else 0 end) over ({{ cell }} rows unbounded preceding) as stint,
            lead(kind) over ({{ cell }}) as kind_lead,
            lead(event) over ({{ cell }}) as event_lead,
            lead(ticks) over ({{ cell }}) as ticks_lead,
            lag(kind) over ({{ cell }}) as kind_lag,
            lag(ticks) over ({{ cell }}) as ticks_lag,
            max(case when kind = 'now' then 1 else 0 end) over (partition by item_id, column_id) as has_now,
            max(case when kind = 'now' then to_key end) over (partition by item_id, column_id) as now_key,
            max(case when kind = 'now' then to_text end) over (partition by item_id, column_id) as now_text,
            max(changed_ticks) over (partition by item_id, column_id) as now_changed
        from (
            {{ monday.monday_stay_events(raw, log, columns) }}
        ) as events
    ) as counted
) as points
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

select * from (select
    stays.item_id,
    cast(case stays.column_id when 'status_1' then N'It''s [x]' when 'people_1' then N'Who' when 'date_1' then N'Due' when 'dropdown_1' then N'Kinds' when '__group__' then N'Group' end as nvarchar(128)) as column_name,
    stays.column_id,
    stays.stay_position,
    case when labelled = 1 then try_cast(stay_key as int) end as label_id,
    coalesce(stay_text, named_then.label, named_first.label, now_text) as label_then,
    coalesce(named_now.label, group_now.title, now_text, stay_text) as label_now,
    dateadd(nanosecond, cast(start_ticks % 10000000 * 100 as int), dateadd(second, cast(start_ticks % 864000000000 / 10000000 as int), dateadd(day, cast(start_ticks / 864000000000 as int), cast('1970-01-01' as datetime2(7))))) as started_at,
    dateadd(nanosecond, cast(end_ticks % 10000000 * 100 as int), dateadd(second, cast(end_ticks % 864000000000 / 10000000 as int), dateadd(day, cast(end_ticks / 864000000000 as int), cast('1970-01-01' as datetime2(7))))) as ended_at,
    (end_ticks - start_ticks) / 10000000 as seconds,
    user_id,
    begins_with,
    case when end_kind = 'leave' then 'left' when end_kind is not null then 'change' when has_now = 1 then 'open' else 'unknown' end as ends_with
from (
    select
        item_id, column_id, kind, start_ticks, user_id, begins_with, has_now, labelled,
        stay_key, stay_text, case when stay_key = now_key then now_text end as now_text,
        lead(start_ticks) over (partition by item_id, column_id order by place, ticks, event_id) as end_ticks,
        lead(kind) over (partition by item_id, column_id order by place, ticks, event_id) as end_kind,
        sum(case when kind = 'leave' then 0 else 1 end) over (partition by item_id, column_id order by place, ticks, event_id rows unbounded preceding) as stay_position
    from (
        select
            *,
            lag(kind) over (partition by item_id, column_id order by place, ticks, event_id) as kind_before,
            lag(stay_key) over (partition by item_id, column_id order by place, ticks, event_id) as key_before
        from (
            select
    item_id, column_id, kind, place, ticks, event_id, has_now, now_key, now_text, labelled,
    case when kind in ('change', 'now') then to_key when coming_stint = stint then coming_key when has_now = 1 and last_stint = stint and (now_changed is null or now_changed <= ticks) then now_key when carried_stint = stint then carried_key else to_key end as stay_key,
    case when kind in ('change', 'now') then to_text when coming_stint = stint then coming_text when has_now = 1 and last_stint = stint and (now_changed is null or now_changed <= ticks) then null when carried_stint = stint then carried_text else to_text end as stay_text,
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
        when kind in ('begin', 'birth') then case when coming_stint = stint or has_now = 1 and last_stint = stint and (now_changed is null or now_changed <= ticks) or carried_stint = stint or event = 'create_pulse' then 1 else 0 end
        when kind_lag = 'leave' then case when loaded_ticks > ticks_lag then 1 else 0 end
        when kind_lag = 'birth' then case when now_changed is not null then 1 else 0 end
        else case when now_changed > ticks_lag then 1 else 0 end
    end as holds
from (
    select
        *,
        max(case when kind = 'change' or event = 'create_pulse' then to_key end) over (partition by item_id, column_id, told_before) as carried_key,
        max(case when kind = 'change' or event = 'create_pulse' then to_text end) over (partition by item_id, column_id, told_before) as carried_text,
        max(case when kind = 'change' then from_key end) over (partition by item_id, column_id, changes_after) as coming_key,
        max(case when kind = 'change' then from_text end) over (partition by item_id, column_id, changes_after) as coming_text,
        max(case when kind = 'change' or event = 'create_pulse' then stint end) over (partition by item_id, column_id, told_before) as carried_stint,
        max(case when kind = 'change' then stint end) over (partition by item_id, column_id, changes_after) as coming_stint,
        max(stint) over (partition by item_id, column_id) as last_stint
    from (
        select
            *,
            sum(case when kind = 'change' or event = 'create_pulse' then 1 else 0 end) over (partition by item_id, column_id order by place, ticks, event_id rows unbounded preceding) as told_before,
            sum(case when kind = 'change' then 1 else 0 end) over (partition by item_id, column_id order by place desc, ticks desc, event_id desc rows unbounded preceding) as changes_after,
            sum(case when event = 'move_pulse_into_board' then 1 else 0 end) over (partition by item_id, column_id order by place, ticks, event_id rows unbounded preceding) as stint,
            lead(kind) over (partition by item_id, column_id order by place, ticks, event_id) as kind_lead,
            lead(event) over (partition by item_id, column_id order by place, ticks, event_id) as event_lead,
            lead(ticks) over (partition by item_id, column_id order by place, ticks, event_id) as ticks_lead,
            lag(kind) over (partition by item_id, column_id order by place, ticks, event_id) as kind_lag,
            lag(ticks) over (partition by item_id, column_id order by place, ticks, event_id) as ticks_lag,
            max(case when kind = 'now' then 1 else 0 end) over (partition by item_id, column_id) as has_now,
            max(case when kind = 'now' then to_key end) over (partition by item_id, column_id) as now_key,
            max(case when kind = 'now' then to_text end) over (partition by item_id, column_id) as now_text,
            max(changed_ticks) over (partition by item_id, column_id) as now_changed
        from (
            select cast('change' as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast(json_value(case when isjson(data) = 1 then data end, '$."column_id"') as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(case when case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."label"."text"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."label"."text"') end is not null then json_value(case when isjson(data) = 1 then data end, '$."value"."label"."index"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."label"."text"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."label"."text"') end as nvarchar(max)) as to_text,
    cast(case when case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."label"."text"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."label"."text"') end is not null then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."label"."index"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."label"."text"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."label"."text"') end as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(1 as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
where event = 'update_column_value' and json_value(case when isjson(data) = 1 then data end, '$."column_id"') in ('status_1') and json_value(case when isjson(data) = 1 then data end, '$."column_type"') in ('color', 'status')
union all
select cast('now' as varchar(10)) as kind,
    2 as place,
    cast(item_id as bigint) as item_id,
    cast(column_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(case when case when datalength(text) > 0 then text end is not null then json_value(case when isjson(value) = 1 then value end, '$."index"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(text) > 0 then text end as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121) as date) as datetime2(7)), try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) / 100) as bigint) as changed_ticks,
    cast((cast(datediff(day, '1970-01-01', loaded_at) as bigint) * 864000000000 + cast(datediff(second, cast(cast(loaded_at as date) as datetime2(7)), loaded_at) as bigint) * 10000000 + datepart(nanosecond, loaded_at) / 100) as bigint) as loaded_ticks,
    cast(1 as int) as labelled
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id in ('status_1')
union all
select cast('change' as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast(json_value(case when isjson(data) = 1 then data end, '$."column_id"') as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(replace(nullif(json_query(case when isjson(data) = 1 then data end, '$."value"."personsAndTeams"'), '[]'), ' ', '') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."textual_value"') end as nvarchar(max)) as to_text,
    cast(replace(nullif(json_query(case when isjson(data) = 1 then data end, '$."previous_value"."personsAndTeams"'), '[]'), ' ', '') as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"') end as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
where event = 'update_column_value' and json_value(case when isjson(data) = 1 then data end, '$."column_id"') in ('people_1') and json_value(case when isjson(data) = 1 then data end, '$."column_type"') in ('multiple-person', 'people')
union all
select cast('now' as varchar(10)) as kind,
    2 as place,
    cast(item_id as bigint) as item_id,
    cast(column_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(replace(nullif(json_query(case when isjson(value) = 1 then value end, '$."personsAndTeams"'), '[]'), ' ', '') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(text) > 0 then text end as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121) as date) as datetime2(7)), try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) / 100) as bigint) as changed_ticks,
    cast((cast(datediff(day, '1970-01-01', loaded_at) as bigint) * 864000000000 + cast(datediff(second, cast(cast(loaded_at as date) as datetime2(7)), loaded_at) as bigint) * 10000000 + datepart(nanosecond, loaded_at) / 100) as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id in ('people_1')
union all
select cast('change' as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast(json_value(case when isjson(data) = 1 then data end, '$."column_id"') as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."date"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."time"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."time"') end, '') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."date"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(data) = 1 then data end, '$."value"."time"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."value"."time"') end, '') as nvarchar(max)) as to_text,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."date"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."time"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."time"') end, '') as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."date"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_value"."time"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_value"."time"') end, '') as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
where event = 'update_column_value' and json_value(case when isjson(data) = 1 then data end, '$."column_id"') in ('date_1') and json_value(case when isjson(data) = 1 then data end, '$."column_type"') in ('date')
union all
select cast('now' as varchar(10)) as kind,
    2 as place,
    cast(item_id as bigint) as item_id,
    cast(column_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(case when datalength(json_value(case when isjson(value) = 1 then value end, '$."date"')) > 0 then json_value(case when isjson(value) = 1 then value end, '$."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(value) = 1 then value end, '$."time"')) > 0 then json_value(case when isjson(value) = 1 then value end, '$."time"') end, '') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(json_value(case when isjson(value) = 1 then value end, '$."date"')) > 0 then json_value(case when isjson(value) = 1 then value end, '$."date"') end + coalesce(' ' + case when datalength(json_value(case when isjson(value) = 1 then value end, '$."time"')) > 0 then json_value(case when isjson(value) = 1 then value end, '$."time"') end, '') as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121) as date) as datetime2(7)), try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) / 100) as bigint) as changed_ticks,
    cast((cast(datediff(day, '1970-01-01', loaded_at) as bigint) * 864000000000 + cast(datediff(second, cast(cast(loaded_at as date) as datetime2(7)), loaded_at) as bigint) * 10000000 + datepart(nanosecond, loaded_at) / 100) as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id in ('date_1')
union all
select cast('change' as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast(json_value(case when isjson(data) = 1 then data end, '$."column_id"') as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."textual_value"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."textual_value"') end as nvarchar(max)) as to_text,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(case when datalength(json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"')) > 0 then json_value(case when isjson(data) = 1 then data end, '$."previous_textual_value"') end as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
where event = 'update_column_value' and json_value(case when isjson(data) = 1 then data end, '$."column_id"') in ('dropdown_1') and json_value(case when isjson(data) = 1 then data end, '$."column_type"') in ('dropdown')
union all
select cast('now' as varchar(10)) as kind,
    2 as place,
    cast(item_id as bigint) as item_id,
    cast(column_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(case when datalength(text) > 0 then text end as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(text) > 0 then text end as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121) as date) as datetime2(7)), try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) / 100) as bigint) as changed_ticks,
    cast((cast(datediff(day, '1970-01-01', loaded_at) as bigint) * 864000000000 + cast(datediff(second, cast(cast(loaded_at as date) as datetime2(7)), loaded_at) as bigint) * 10000000 + datepart(nanosecond, loaded_at) / 100) as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id in ('dropdown_1')
union all
select cast('change' as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast('__group__' as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(json_value(case when isjson(data) = 1 then data end, '$."dest_group"."id"') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(json_value(case when isjson(data) = 1 then data end, '$."dest_group"."title"') as nvarchar(max)) as to_text,
    cast(json_value(case when isjson(data) = 1 then data end, '$."source_group"."id"') as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(json_value(case when isjson(data) = 1 then data end, '$."source_group"."title"') as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
where event = 'move_pulse_into_group'
union all
select cast('now' as varchar(10)) as kind,
    2 as place,
    cast(item_id as bigint) as item_id,
    cast(column_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(json_value(case when isjson(value) = 1 then value end, '$."group_id"') as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when datalength(text) > 0 then text end as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121) as date) as datetime2(7)), try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(3), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(json_value(case when isjson(value) = 1 then value end, '$."changed_at"'))) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 23), 121)) / 100) as bigint) as changed_ticks,
    cast((cast(datediff(day, '1970-01-01', loaded_at) as bigint) * 864000000000 + cast(datediff(second, cast(cast(loaded_at as date) as datetime2(7)), loaded_at) as bigint) * 10000000 + datepart(nanosecond, loaded_at) / 100) as bigint) as loaded_ticks,
    cast(0 as int) as labelled
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id in ('__group__')
union all
select cast(case when event in ('archive_pulse', 'archive_group_pulse', 'delete_pulse', 'delete_group_pulse', 'move_pulse_from_board') then 'leave' else 'begin' end as varchar(10)) as kind,
    1 as place,
    cast(try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as item_id,
    cast(tracked_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(ticks as bigint) as ticks,
    cast(event_id as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(event as nvarchar(255)) as event,
    cast(case when event = 'create_pulse' and tracked_id = 'status_1' then nullif(json_value(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."status_1"."index"'), '5') when event = 'create_pulse' and tracked_id = 'people_1' then replace(nullif(json_query(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."people_1"."personsAndTeams"'), '[]'), ' ', '') when event = 'create_pulse' and tracked_id = 'date_1' then case when datalength(json_value(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."date_1"."date"')) > 0 then json_value(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."date_1"."date"') end when event = 'create_pulse' and tracked_id = '__group__' then json_value(case when isjson(data) = 1 then data end, '$."group_id"') end as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(case when event = 'create_pulse' and tracked_id = 'date_1' then case when datalength(json_value(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."date_1"."date"')) > 0 then json_value(case when isjson(json_value(case when isjson(data) = 1 then data end, '$."column_values_json"')) = 1 then json_value(case when isjson(data) = 1 then data end, '$."column_values_json"') end, '$."date_1"."date"') end when event = 'create_pulse' and tracked_id = '__group__' then json_value(case when isjson(data) = 1 then data end, '$."group_name"') end as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(try_cast(case when len(upper(trim(user_id)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(user_id)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(user_id)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(user_id)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(tracked_labelled as int) as labelled
from "Reporting"."raw_monday"."orders__activity" as monday_rows
cross join (select 'status_1' as tracked_id, 1 as tracked_labelled union all select 'people_1' as tracked_id, 0 as tracked_labelled union all select 'date_1' as tracked_id, 0 as tracked_labelled union all select 'dropdown_1' as tracked_id, 0 as tracked_labelled union all select '__group__' as tracked_id, 0 as tracked_labelled) as tracked
where event in ('archive_pulse', 'archive_group_pulse', 'delete_pulse', 'delete_group_pulse', 'move_pulse_from_board', 'create_pulse', 'restore_pulse', 'move_pulse_into_board')
union all
select cast('birth' as varchar(10)) as kind,
    0 as place,
    cast(items.item_id as bigint) as item_id,
    cast(tracked_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast((cast(datediff(day, '1970-01-01', try_convert(datetime2(0), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 19), 121)) as bigint) * 864000000000 + cast(datediff(second, cast(cast(try_convert(datetime2(0), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 19), 121) as date) as datetime2(7)), try_convert(datetime2(0), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 19), 121)) as bigint) * 10000000 + datepart(nanosecond, try_convert(datetime2(0), left(convert(nvarchar(27), cast(switchoffset(case when replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' '), '-123456789', '+000000000'), ' +', '+'), '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0') + '!' in ('0000+00+00!', '0000+00+00 00:00!', '0000+00+00 00:00:00!', '0000+00+00 00:00:00.0!', '0000+00+00 00:00:00+00:00!', '0000+00+00 00:00:00.0+00:00!') then try_convert(datetimeoffset, replace(replace(replace(replace(upper(trim(created.text)) collate Latin1_General_100_BIN2, 'UTC', 'Z'), 'Z', '+00:00'), '+0000', '+00:00'), 'T', ' ')) end, '+00:00') as datetime2(7)), 121), 19), 121)) / 100) as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(null as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(tracked_labelled as int) as labelled
from (select item_id, column_id, text from "Reporting"."raw_monday"."orders" as monday_rows where column_id in ('name', '__created_at__')) as items
left join (select item_id, column_id, text from "Reporting"."raw_monday"."orders" as monday_rows where column_id in ('name', '__created_at__')) as created on created.item_id = items.item_id and created.column_id = '__created_at__'
cross join (select 'status_1' as tracked_id, 1 as tracked_labelled union all select 'people_1' as tracked_id, 0 as tracked_labelled union all select 'date_1' as tracked_id, 0 as tracked_labelled union all select 'dropdown_1' as tracked_id, 0 as tracked_labelled union all select '__group__' as tracked_id, 0 as tracked_labelled) as tracked
where items.column_id = 'name'
union all
select cast('birth' as varchar(10)) as kind,
    0 as place,
    cast(met.item_id as bigint) as item_id,
    cast(tracked_id as nvarchar(255)) collate Latin1_General_100_BIN2 as column_id,
    cast(null as bigint) as ticks,
    cast(null as varchar(255)) collate Latin1_General_100_BIN2 as event_id,
    cast(null as nvarchar(255)) as event,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as to_key,
    cast(null as nvarchar(max)) as to_text,
    cast(null as nvarchar(max)) collate Latin1_General_100_BIN2 as from_key,
    cast(null as nvarchar(max)) as from_text,
    cast(null as bigint) as user_id,
    cast(null as bigint) as changed_ticks,
    cast(null as bigint) as loaded_ticks,
    cast(tracked_labelled as int) as labelled
from (
    select distinct try_cast(case when len(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(coalesce(json_value(case when isjson(data) = 1 then data end, '$."pulse_id"'), json_value(case when isjson(data) = 1 then data end, '$."pulse"."id"'), json_value(case when isjson(data) = 1 then data end, '$."item_id"')))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as item_id
    from "Reporting"."raw_monday"."orders__activity" as monday_rows
) as met
cross join (select 'status_1' as tracked_id, 1 as tracked_labelled union all select 'people_1' as tracked_id, 0 as tracked_labelled union all select 'date_1' as tracked_id, 0 as tracked_labelled union all select 'dropdown_1' as tracked_id, 0 as tracked_labelled union all select '__group__' as tracked_id, 0 as tracked_labelled) as tracked
where met.item_id is not null
  and not exists (select 1 from (select item_id, column_id, text from "Reporting"."raw_monday"."orders" as monday_rows where column_id in ('name', '__created_at__')) as items where items.item_id = met.item_id and items.column_id = 'name')
        ) as events
    ) as counted
) as points
        ) as valued
        where holds = 1
    ) as compared
    where kind = 'leave' or kind_before is null or kind_before = 'leave' or coalesce(stay_key, '') <> coalesce(key_before, '')
) as stays
left join (
    select
        column_id, label_id, label,
        (cast(datediff(day, '1970-01-01', valid_from) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_from as date) as datetime2(7)), valid_from) as bigint) * 10000000 + datepart(nanosecond, valid_from) / 100) as from_ticks,
        (cast(datediff(day, '1970-01-01', valid_to) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_to as date) as datetime2(7)), valid_to) as bigint) * 10000000 + datepart(nanosecond, valid_to) / 100) as to_ticks,
        row_number() over (partition by column_id, label_id order by valid_from) as nth,
        row_number() over (partition by column_id, label_id order by case when valid_to is null then 0 else 1 end, valid_from desc) as nth_last
    from [Reporting].[raw_monday].[_column_labels]
    where board = 'orders'
) as named_now
    on stays.labelled = 1 and named_now.column_id = stays.column_id
    and named_now.label_id = try_cast(stays.stay_key as bigint) and named_now.nth_last = 1
left join (
    select
        column_id, label_id, label,
        (cast(datediff(day, '1970-01-01', valid_from) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_from as date) as datetime2(7)), valid_from) as bigint) * 10000000 + datepart(nanosecond, valid_from) / 100) as from_ticks,
        (cast(datediff(day, '1970-01-01', valid_to) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_to as date) as datetime2(7)), valid_to) as bigint) * 10000000 + datepart(nanosecond, valid_to) / 100) as to_ticks,
        row_number() over (partition by column_id, label_id order by valid_from) as nth,
        row_number() over (partition by column_id, label_id order by case when valid_to is null then 0 else 1 end, valid_from desc) as nth_last
    from [Reporting].[raw_monday].[_column_labels]
    where board = 'orders'
) as named_first
    on stays.labelled = 1 and named_first.column_id = stays.column_id
    and named_first.label_id = try_cast(stays.stay_key as bigint) and named_first.nth = 1
left join (
    select
        column_id, label_id, label,
        (cast(datediff(day, '1970-01-01', valid_from) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_from as date) as datetime2(7)), valid_from) as bigint) * 10000000 + datepart(nanosecond, valid_from) / 100) as from_ticks,
        (cast(datediff(day, '1970-01-01', valid_to) as bigint) * 864000000000 + cast(datediff(second, cast(cast(valid_to as date) as datetime2(7)), valid_to) as bigint) * 10000000 + datepart(nanosecond, valid_to) / 100) as to_ticks,
        row_number() over (partition by column_id, label_id order by valid_from) as nth,
        row_number() over (partition by column_id, label_id order by case when valid_to is null then 0 else 1 end, valid_from desc) as nth_last
    from [Reporting].[raw_monday].[_column_labels]
    where board = 'orders'
) as named_then
    on stays.labelled = 1 and named_then.column_id = stays.column_id
    and named_then.label_id = try_cast(stays.stay_key as bigint) and named_then.from_ticks <= start_ticks and (named_then.to_ticks is null or named_then.to_ticks > start_ticks)
left join (select json_value(case when isjson(value) = 1 then value end, '$."group_id"') collate Latin1_General_100_BIN2 as group_id, case when datalength(text) > 0 then text end as title, row_number() over (partition by json_value(case when isjson(value) = 1 then value end, '$."group_id"') collate Latin1_General_100_BIN2 order by loaded_at desc, item_id desc) as nth_last
from "Reporting"."raw_monday"."orders" as monday_rows
where column_id = '__group__' and case when datalength(text) > 0 then text end is not null) as group_now
    on stays.column_id = '__group__' and group_now.group_id = stays.stay_key and group_now.nth_last = 1
where stays.kind <> 'leave') as found

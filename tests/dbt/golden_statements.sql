{#- Every statement that a build may send on SQL Server, each under its name. Rendered, never run. -#}
{% macro golden_statements() %}
    {%- set build = staged_swap_plan() -%}
    {%- set columns = staged_swap_columns(build) -%}
    {%- set quoted = [] -%}
    {%- for column in columns -%}{%- do quoted.append(column_name(column.name)) -%}{%- endfor -%}
    {%- set nothing = {'production': none, 'stage': none, 'previous': none} -%}
    {%- set table = {'production': {'type': 'table', 'ours': true}, 'stage': none, 'previous': {'type': 'table', 'ours': true}} -%}
    {%- set view = {'production': {'type': 'view', 'ours': false}, 'stage': none, 'previous': none} -%}
    {%- set keeping = dict(build, settings=dict(build.settings, swap_keep_previous=true)) -%}
    {%- set beside = dict(build, settings=dict(build.settings, swap_shrink_of={'Column ID': ["it's", 'link_1']})) -%}
    {%- set by_rows = dict(build, found=table, columns=columns, settings=dict(build.settings, swap_exchange='rows')) -%}
    {%- set links = staged_swap_beside(build.production, 'orders__links') -%}
    {%- set follower = dict(build, found=nothing, production=links, stage=staged_swap_beside(links, 'stg_orders__links')) -%}
    {%- set entries = staged_swap_beside(build.production, 'orders__time_entries') -%}
    {%- set third = dict(by_rows, key=['Name'], columns=columns[:3], production=entries, stage=staged_swap_beside(entries, 'stg_orders__time_entries')) -%}
    {%- set together = [dict(build, found=table, together=[build.production, links, entries]), follower, third] -%}
    {%- set back = dict(build, stage=staged_swap_beside(build.production, 'orders__swap_back')) -%}
    {%- set builds = staged_swap_beside(build.raw, '_builds') -%}
    {%- set part = dict(build, part={'column': 'item_id', 'losses': {}}, basis={'id': "run.it's"}) -%}
    {%- set named = dict(build, node={'config': {'meta': {'monday_board_id': 7}}}) -%}
    {%- set statements = {
        '01_take_the_lock': sqlserver__staged_swap_lock_sql(build),
        '02_look_what_is_there': staged_swap_inspect_sql(build),
        '03_look_what_hangs_on_production': staged_swap_dependents_sql(build.production),
        '04_make_the_stage': sqlserver__staged_swap_create_stage_sql(build, columns, nothing),
        '05_make_the_stage_anew': sqlserver__staged_swap_create_stage_sql(build, columns, {'stage': {'type': 'table'}, 'production': {'type': 'table', 'compression': 'PAGE', 'filegroup': "it's"}}),
        '06_describe_a_query': staged_swap_describe_sql("select 1 as [it's]"),
        '07_hold_off_loads': sqlserver__staged_swap_begin_load_sql(build),
        '08_fill_the_stage': sqlserver__staged_swap_load_sql(build, quoted | join(',\n    '), '(\n' ~ 'select ...' ~ '\n) as model_rows'),
        '09_count_rows': staged_swap_counts_sql(build, table, columns),
        '10_count_rows_of_a_first_build': staged_swap_counts_sql(build, nothing, columns),
        '11_count_losses': monday_source_counts_sql(build, monday_loss_slots(columns)),
        '12_let_loads_go_on': sqlserver__staged_swap_end_load_sql(),
        '13_make_indexes': staged_swap_index_statements(build, build.stage) | join(';\n'),
        '14_read_grants': sqlserver__staged_swap_read_grants(build.production, build.stage, {}),
        '15_exchange': sqlserver__staged_swap_exchange_sql([dict(build, found=table)], false),
        '16_exchange_for_a_first_build': sqlserver__staged_swap_exchange_sql([dict(build, found=nothing)], false),
        '17_exchange_for_a_view': sqlserver__staged_swap_exchange_sql([dict(build, found=view)], false),
        '18_exchange_and_keep_previous': sqlserver__staged_swap_exchange_sql([dict(keeping, found=table)], false),
        '19_exchange_before_hooks': sqlserver__staged_swap_exchange_sql([dict(build, found=table)], true),
        '20_swap_back': sqlserver__swap_back_sql(back),
        '21_make_builds': staged_swap_builds_table_sql(builds),
        '22_release_the_lock': sqlserver__staged_swap_unlock_sql(build),
        '25_count_rows_of_a_table_beside': staged_swap_counts_sql(beside, table, columns),
        '26_look_for_unmet_needs': sqlserver__staged_swap_unmet_needs_sql(),
        '27_look_for_raw_monday': sqlserver__staged_swap_has_schema_sql('Reporting', 'raw_monday'),
        '33_read_grants_where_dbt_grants': sqlserver__staged_swap_read_grants(
            build.production, build.stage, {'select': ['reports', "it's"], 'update': [], 'insert': 'reports'}
        ),
        '34_forget_old_builds': staged_swap_forget_sql(builds, "it's", 400),
        '35_carry_statistics_over': sqlserver__staged_swap_statistics_sql(build),
        '36_carry_properties_over': sqlserver__staged_swap_properties_sql(build),
        '37_look_what_keeps_rows_from_being_exchanged': staged_swap_rows_problems_sql(build.production),
        '38_look_at_the_shapes': staged_swap_shapes_sql({'new': build.stage, 'old': build.production}),
        '39_exchange_rows': sqlserver__staged_swap_exchange_sql([dict(by_rows, grants={'select': ['reports', "it's"], 'update': []})], false),
        '40_exchange_all_rows': sqlserver__staged_swap_exchange_sql([dict(by_rows, key=[], found={'production': {'type': 'table', 'ours': false}})], true),
        '41_drop_the_stage': sqlserver__staged_swap_leave_stage_sql(build),
        '42_bound_the_memory_of_the_fill': sqlserver__staged_swap_bounded("OPTION (LABEL = 'x');", ['MAXDOP'], 10)
            ~ '\n' ~ sqlserver__staged_swap_bounded("OPTION (LABEL = 'x', MAX_GRANT_PERCENT = 25);", ['max_grant_percent'], 10),
        '43_compare_with_history': sqlserver__monday_history_differs('old.[x]', 'new.[x]', api.Column('x', 'nvarchar', 20))
            ~ '\n' ~ sqlserver__monday_history_differs('old.[x]', 'new.[x]', api.Column('x', 'bigint')),
        '44_look_at_the_last_build': staged_swap_last_build_sql(build, builds),
        '45_look_what_has_changed': monday_changes_sql(build.read, "it's"),
        '46_keep_what_has_changed': staged_swap_make_keys_sql(part, monday_changed_items_sql(build.read, 7)),
        '47_fill_with_what_has_changed': staged_swap_of_changed(part, 'select ...\nfrom [raw_monday].[orders] as monday_rows\nwhere ' ~ staged_swap_changed('item_id') ~ '\ngroup by item_id'),
        '48_count_rows_of_what_has_changed': staged_swap_counts_sql(part, table, columns),
        '49_count_losses_of_what_has_changed': monday_source_counts_sql(part, monday_loss_slots(columns)[:1], 'item_id in (select changed_key from ' ~ staged_swap_keys(part) ~ ')') | truncate(300),
        '50_exchange_what_has_changed': sqlserver__staged_swap_exchange_sql([dict(part, grants={'select': ['reports']}, found=table, columns=columns, measured={'rows': 12})], false),
        '51_count_what_a_load_has_left': monday_rows_landed_sql(build, ["it's [x]", 'Name']),
        '52_look_for_changes': staged_swap_stands_sql(build.read),
        '53_look_for_names': monday_register_sql(named),
        '54_keep_a_name': monday_keep_name_sql(named, {'id': "text_1'", 'name': "\U0001f680 it's \"x\""}),
        '55_rename_a_column_of_a_history': monday_history_rename_sql(build.production, "it's [x]", "It's ]y["),
        '56_count_what_another_type_of_a_history_loses': monday_history_lost_sql(build.production, api.Column('x', 'decimal', none, 18, 2), 'bigint'),
        '57_spell_a_column_of_a_history_anew': monday_history_respell_sql(build.production, "it's [x]", "It's [X]"),
        '58_look_for_columns_of_a_history': sqlserver__monday_history_alike_sql(build.production, ["It's [X]", "b"]),
        '59_mark_what_a_history_keeps_aside': monday_history_mark_sql(build.production, "it's [x] (int)") ~ '\n' ~ monday_history_marked_sql(build.production),
        '60_exchange_three_tables': sqlserver__staged_swap_exchange_sql(together, false),
        '61_hold_off_loads_of_two': sqlserver__staged_swap_begin_load_sql(dict(build, raws=[build.raw, links], together=[build.production, links])),
        '62_name_who_builds': sqlserver__staged_swap_lock_holders_sql(build),
        '63_look_for_grants': sqlserver__staged_swap_granted_sql(build.production),
        '28_look_for_masks': sqlserver__staged_swap_masked_sql(build.production),
    } -%}
    {%- for name, statement in statements.items() %}
-- ==== {{ name }}
{{ statement }}
    {%- endfor %}
-- ==== 23_run_a_test
{{ sqlserver__get_test_sql("select * from t where [\U0001f680 it's] is null", 'count(*)', '!= 0', '!= 0', none) }}
-- ==== 31_make_a_view
{{ get_create_view_as_sql(build.stage, "select '\U0001f680' as [it's]") }}
-- ==== 32_run_a_unit_test
{{ get_unit_test_sql("select '\U0001f680' as [it's]", "select '\U0001f680' as [it's]", ["[it's]"]) }}
-- ==== 24_tell_the_time
select {{ current_timestamp() }}
{% endmacro %}

{#-
    The model's `meta` keys that begin with swap_, validated, with their defaults:
      swap_min_rows 0                 fewer rows than this are a failure
      swap_max_shrink_percent 50      being smaller than production by more than this, from 20 rows on, is a failure
      swap_shrink_of none             {column: [values]}: production's rows with other values do not count for that
      swap_max_losses none            more conversion losses than this are a failure
      swap_rows_from none             [source, table] of the table whose rows must all be there
      swap_checks []                  names of macros (stage, production) that return problems
      swap_with []                    models to exchange in the same transaction, see staged_swap_together
      swap_exchange swap              rows: keep the table and exchange its rows, see staged_swap_by_rows
      swap_keep_previous false        keep the old table as <table>__previous, for swap_back
      swap_indexes []                 [{columns: [...], unique: false, include: []}]
      swap_take_over false            replace a table that staged_swap did not create
      swap_drops []                   SQL Server: what may be dropped with the old table, because hooks create it anew:
                                      full-text index, trigger, change tracking, foreign key,
                                      check constraint, default constraint, statistics, property
      swap_grant_percent 10           SQL Server: the most query memory that the fill may request
      swap_partial_percent 20         build changed rows alone up to this share, if staged_swap_changes knows them; 0: never
      swap_staging_prefix stg_        from the variable staging_prefix
      swap_lock_seconds 1, swap_wait_seconds 600   SQL Server: one wait for the lock, all waits
-#}
{% macro staged_swap_settings(node) %}
    {%- set settings = {
        'swap_min_rows': 0, 'swap_max_shrink_percent': 50, 'swap_shrink_of': none, 'swap_max_losses': none,
        'swap_rows_from': none, 'swap_checks': [], 'swap_with': [], 'swap_exchange': 'swap', 'swap_keep_previous': false, 'swap_indexes': [], 'swap_drops': [],
        'swap_take_over': false, 'swap_staging_prefix': var('staging_prefix', 'stg_'),
        'swap_lock_seconds': 1, 'swap_wait_seconds': 600, 'swap_grant_percent': 10, 'swap_partial_percent': 20,
    } -%}
    {%- set given = node.config.meta or {} -%}
    {%- for key in given if key.startswith('swap_') -%}
        {%- if key not in settings -%}
            {%- do exceptions.raise_compiler_error(
                "Model " ~ node.name ~ " sets meta " ~ key ~ ", which staged_swap does not know; it knows "
                ~ settings | join(', ') ~ "."
            ) -%}
        {%- endif -%}
        {%- if given[key] is not none or (settings[key] is number and settings[key] is not boolean) -%}
            {%- do settings.update({key: given[key]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if settings.swap_shrink_of is not none and settings.swap_shrink_of is not mapping -%}
        {%- do monday.staged_swap_wrong_setting(node, settings, 'swap_shrink_of', '{column: [values]}') -%}
    {%- endif -%}
    {%- if settings.swap_exchange not in ('swap', 'rows') -%}
        {%- do monday.staged_swap_wrong_setting(node, settings, 'swap_exchange', 'swap or rows') -%}
    {%- endif -%}
    {%- if settings.swap_exchange == 'rows' and settings.swap_keep_previous -%}
        {%- do exceptions.raise_compiler_error(
            "Model " ~ node.name ~ " sets meta swap_exchange: rows and swap_keep_previous: true; an exchange of rows keeps the table itself,"
            ~ " so that no old one is left to keep. Take one of the two out."
        ) -%}
    {%- endif -%}
    {%- set droppable = [
        'full-text index', 'trigger', 'change tracking', 'foreign key', 'check constraint', 'default constraint', 'statistics', 'property',
    ] -%}
    {%- if settings.swap_drops is string or settings.swap_drops | reject('in', droppable) | list -%}
        {%- do monday.staged_swap_wrong_setting(node, settings, 'swap_drops', 'a list of ' ~ droppable | join(', ')) -%}
    {%- endif -%}
    {%- do monday.staged_swap_check_numbers(node, settings) -%}
    {%- for key in ['swap_keep_previous', 'swap_take_over'] if settings[key] is not boolean -%}
        {%- do monday.staged_swap_wrong_setting(node, settings, key, 'true or false') -%}
    {%- endfor -%}
    {%- set days = var('staged_swap_builds_days', none) -%}
    {%- if days is not none and not (days is integer and 0 <= days <= 100000) -%}
        {%- do exceptions.raise_compiler_error(
            "The variable staged_swap_builds_days, under vars: in dbt_project.yml or in --vars, is " ~ (days | tojson)
            ~ "; it is a whole number of days from 0 to 100000, without quotes, such as staged_swap_builds_days: 400."
        ) -%}
    {%- endif -%}
    {{- return(settings) -}}
{% endmacro %}

{#-
    Fails the build if one of these settings is not a number in its range. Jinja treats YAML's true as a number, and
    every comparison with .nan is false.
-#}
{% macro staged_swap_check_numbers(node, settings) %}
    {%- set seconds = {'from': 0, 'to': 2147483, 'such_as': 600} -%}
    {%- set percent = {'from': 0, 'to': 100, 'such_as': 20} -%}
    {%- set count = {'from': 0, 'to': 9223372036854775807, 'such_as': 0} -%}
    {%- set ranges = {
        'swap_min_rows': count, 'swap_max_losses': count, 'swap_max_shrink_percent': percent, 'swap_partial_percent': percent,
        'swap_grant_percent': dict(percent, more=true), 'swap_lock_seconds': seconds, 'swap_wait_seconds': seconds,
    } -%}
    {%- for key, range in ranges.items() if key in settings and not (key == 'swap_max_losses' and settings[key] is none) -%}
        {%- set value = settings[key] -%}
        {%- set is_within = value is number and value is not boolean and range.from <= value <= range.to -%}
        {%- if not is_within or (range.more and value == 0) -%}
            {%- do monday.staged_swap_wrong_setting(
                node, settings, key,
                ('a number, 0 or more' if range.to == count.to else 'a number, ' ~ ('more than ' if range.more else '') ~ '0 ' ~ ('and at most ' if range.more else 'to ') ~ range.to)
                ~ ', without quotes, such as ' ~ key ~ ': ' ~ range.such_as
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#- Fails the build with a sentence about a setting that has a wrong value. -#}
{% macro staged_swap_wrong_setting(node, settings, key, expected) %}
    {%- do exceptions.raise_compiler_error(
        "Model " ~ node.name ~ " sets meta " ~ key ~ " to " ~ (settings[key] | tojson) ~ "; it is " ~ expected ~ ". Correct it in the model's config.meta: in "
        ~ node.original_file_path ~ (', ' ~ node.patch_path.split('://')[-1] if node.patch_path else '') ~ ' or, for a folder, in dbt_project.yml.'
    ) -%}
{% endmacro %}

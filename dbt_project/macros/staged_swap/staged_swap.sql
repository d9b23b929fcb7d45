{#-
    Builds a table beside production, checks it, and exchanges the two in one short transaction.
    Readers see the old table whole or the new table whole. On any failure production is as it was.
    Settings: see staged_swap_settings. Statements: dispatched macros in this folder.
-#}
{% materialization staged_swap, default, supported_languages=['sql'] %}
    {%- set build = monday.staged_swap_plan() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}

    {%- do monday.staged_swap_lock(build) -%}
    {%- set found = monday.staged_swap_inspect(build) -%}
    {%- do monday.staged_swap_refuse(build, found) -%}

    {#- A pre-hook of dbt's usual kind runs in one transaction with the making of the stage. -#}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- set columns = monday.staged_swap_columns(build) -%}
    {%- do monday.staged_swap_refuse_for(build, monday.staged_swap_width_problems(columns) + monday.staged_swap_mask_problems(build, columns, found)) -%}
    {%- do monday.staged_swap_create_stage(build, columns, found) -%}
    {%- do monday.staged_swap_fit(build, found) -%}

    {#- With all rows, or with those that have changed where it is known which, and they are few. -#}
    {%- set measured = monday.staged_swap_fill(build, columns, found) -%}

    {%- do monday.staged_swap_accept(build, measured) -%}
    {%- if build.empty and found.production is not none -%}
        {%- do monday.staged_swap_drop_stage(build) -%}
        {%- set outcome = 'EMPTY checked, production kept' -%}
    {%- else -%}
        {#- The exchange, post-hooks of dbt's usual kind, commit: a failing hook undoes the exchange. -#}
        {%- if build.part -%}
            {%- do monday.staged_swap_finish_kept(build, columns) -%}
            {%- do monday.staged_swap_exchange_part(build, columns, measured, post_hooks | selectattr('transaction') | list) -%}
        {%- elif monday.staged_swap_by_rows(build, found) -%}
            {%- do monday.staged_swap_finish_kept(build, columns) -%}
            {%- do monday.staged_swap_exchange_rows(build, columns, found, post_hooks | selectattr('transaction') | list) -%}
        {%- else -%}
            {%- do monday.staged_swap_finish_stage(build, columns, found) -%}
            {%- do monday.staged_swap_exchange(build, found, post_hooks | selectattr('transaction') | list) -%}
            {%- do monday.staged_swap_update_cache(build, found) -%}
        {%- endif -%}
        {%- set was = '' if measured.production_rows is none else ' (was ' ~ measured.production_rows ~ ')' -%}
        {%- set lost = ', ' ~ (measured.losses.values() | sum) ~ ' conversion losses' if measured.losses else '' -%}
        {%- set outcome = 'OK ' ~ measured.rows ~ ' rows' ~ was ~ lost ~ monday.staged_swap_way(build) -%}
        {%- do monday.staged_swap_record(build, 'complete', measured, outcome) -%}
    {%- endif -%}
    {%- do monday.staged_swap_unlock(build) -%}

    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {%- do monday.staged_swap_warn_of_losses(build, measured) -%}
    {%- do store_raw_result('main', message=outcome, code='OK', rows_affected=measured.rows) -%}
    {{ return({'relations': [build.production]}) }}
{% endmaterialization %}

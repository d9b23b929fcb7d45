{#-
    Builds a table beside production, checks it, and exchanges the two in one short transaction. Readers see either the
    complete old table or the complete new one. If anything fails, production is unchanged. Tables of other models may
    be exchanged in the same transaction: staged_swap_together. Settings: see staged_swap_settings. Statements:
    dispatched macros in this folder.
-#}
{% materialization staged_swap, default, supported_languages=['sql'] %}
    {%- if monday.staged_swap_names(model) -%}
        {%- set leader = monday.staged_swap_leader(model) -%}
        {%- if leader is not none -%}
            {%- set made = monday.staged_swap_taken_along(leader) -%}
            {{ run_hooks(post_hooks, inside_transaction=False) }}
            {{ return(made) }}
        {%- endif -%}
        {%- do monday.staged_swap_tell_apart(model) -%}
    {%- endif -%}
    {%- set build = monday.staged_swap_plan() -%}
    {%- set builds = monday.staged_swap_together(build) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}

    {%- for one in builds -%}
        {%- do monday.staged_swap_lock(one) -%}
    {%- endfor -%}
    {%- for one in builds -%}
        {%- do one.update({'found': monday.staged_swap_inspect(one)}) -%}
        {%- do monday.staged_swap_refuse(one, one.found) -%}
    {%- endfor -%}

    {#- A pre-hook inside the transaction, dbt's default kind, shares one transaction with the creation of the stage. -#}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- for one in builds -%}
        {%- do one.update({'columns': monday.staged_swap_columns(one)}) -%}
        {%- do monday.staged_swap_refuse_for(one, monday.staged_swap_width_problems(one.columns) + monday.staged_swap_mask_problems(one, one.columns, one.found)) -%}
        {%- do monday.staged_swap_create_stage(one, one.columns, one.found) -%}
        {%- if monday.staged_swap_by_rows(one, one.found) -%}
            {%- do monday.staged_swap_fit(one) -%}
        {%- endif -%}
    {%- endfor -%}

    {#- Fills the stages with all rows, or with the changed ones alone if they are known and few. -#}
    {%- do monday.staged_swap_fill(builds) -%}
    {%- do monday.staged_swap_accept_all(builds) -%}
    {%- if build.empty and build.found.production is not none -%}
        {%- do monday.staged_swap_drop_stage(build) -%}
        {%- set outcome = 'EMPTY checked, production kept' -%}
    {%- else -%}
        {#- The exchange, the post-hooks inside the transaction, then the commit: a hook that fails rolls back the exchange. -#}
        {%- do monday.staged_swap_finish(builds) -%}
        {%- do monday.staged_swap_exchange(builds, post_hooks | selectattr('transaction') | list) -%}
        {%- set outcome = monday.staged_swap_conclude(builds) -%}
    {%- endif -%}
    {%- do monday.staged_swap_unlock(build) -%}

    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {%- for one in builds -%}
        {%- do monday.staged_swap_warn_of_losses(one, one.measured) -%}
    {%- endfor -%}
    {%- do store_raw_result('main', message=outcome, code='OK', rows_affected=build.measured.rows) -%}
    {{ return({'relations': [build.production]}) }}
{% endmaterialization %}

{#-
    Exchanges tables that readers join in one transaction. A model with meta `swap_with: [orders]` is built and checked
    by the model orders if both are selected, from rows read in the same transaction, and a failure in one of them
    leaves all of them unchanged. It must refer to orders, so that dbt runs it, its tests and its descendants after the
    exchange. If it lists several models, the first selected one builds it. Selected alone, it is built like any other
    model.
-#}

{#- This build and those of the models that are exchanged with it. Each of them gets references to the others. -#}
{% macro staged_swap_together(build) %}
    {%- set followers = {} -%}
    {#- The cheap test comes first: a project may have thousands of nodes. -#}
    {%- for node in graph.nodes.values() if node.config.materialized == 'staged_swap' and build.node.name in ((node.config.meta or {}).get('swap_with') or []) -%}
        {%- if node.unique_id in selected_resources and (monday.staged_swap_leader(node) or {}).unique_id == build.node.unique_id -%}
            {%- do model.update({'staged_swap_rendered': node}) -%}
            {%- do followers.update({node.unique_id: monday.staged_swap_plan(node, render(node.raw_code))}) -%}
            {%- do model.update({'staged_swap_rendered': none}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set builds = [build] -%}
    {%- for name in followers | sort -%}{%- do builds.append(followers[name]) -%}{%- endfor -%}
    {%- set productions, raws = [], {} -%}
    {%- for one in builds -%}
        {%- do productions.append(one.production) -%}
        {%- for raw in one.raws -%}{%- do raws.update({monday.staged_swap_name(raw): raw}) -%}{%- endfor -%}
    {%- endfor -%}
    {%- for one in builds -%}
        {%- do one.update({'together': productions, 'raws': raws.values() | list, 'beside': builds | rejectattr('stage', 'equalto', one.stage) | list}) -%}
    {%- endfor -%}
    {{- return(builds) -}}
{% endmacro %}

{#- The model whose SQL is being rendered. For a model that a leader builds, dbt's `model` is the leader. -#}
{% macro staged_swap_rendered() %}
    {{- return(model.get('staged_swap_rendered') or model) -}}
{% endmacro %}

{#- The model that builds this one in this run, as in dbt's `graph`; none if it is built by itself. -#}
{% macro staged_swap_leader(node) %}
    {%- for name in monday.staged_swap_names(node) if not invocation_args_dict.get('empty') -%}
        {%- set other = graph.nodes.get('model.' ~ node.package_name ~ '.' ~ name) -%}
        {%- if other is not none and other.unique_id in selected_resources and other.config.materialized == 'staged_swap' and not monday.staged_swap_apart(node, other) -%}
            {{- return(other if monday.staged_swap_leader(other) is none else none) -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return(none) -}}
{% endmacro %}

{#- Logs why a model is built by itself although a model of its swap_with is selected. -#}
{% macro staged_swap_tell_apart(node) %}
    {%- for name in monday.staged_swap_names(node) if not invocation_args_dict.get('empty') -%}
        {%- set other = graph.nodes.get('model.' ~ node.package_name ~ '.' ~ name) -%}
        {%- if other is not none and other.unique_id in selected_resources and monday.staged_swap_apart(node, other) -%}
            {%- do log("staged_swap: " ~ node.name ~ " is exchanged by itself and not with " ~ name ~ ", as " ~ monday.staged_swap_apart(node, other), info=true) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#- Meta swap_with as a list; empty for a node that staged_swap does not build. -#}
{% macro staged_swap_names(node) %}
    {%- set given = (node.config.meta or {}).get('swap_with') or [] -%}
    {{- return([] if node.config.materialized != 'staged_swap' else [given] if given is string else given) -}}
{% endmacro %}

{#- Why a model cannot be built with `leader`, as the end of a sentence; empty if it can. -#}
{% macro staged_swap_apart(node, leader) %}
    {%- if leader.unique_id not in node.depends_on.nodes -%}
        {%- do exceptions.raise_compiler_error(
            "Model " ~ node.name ~ " sets meta swap_with: " ~ leader.name ~ " and does not refer to it, so that dbt could turn to it too early;"
            ~ " write {% if not execute %}{{ ref('" ~ leader.name ~ "') }}{% endif %} into it."
        ) -%}
    {%- endif -%}
    {%- if node.database != leader.database -%}
        {{- return("it is in another database") -}}
    {%- endif -%}
    {%- for other in node.depends_on.nodes if not other.startswith('source.') and other.split('.')[-1] not in monday.staged_swap_names(node) -%}
        {{- return("it reads " ~ other) -}}
    {%- endfor -%}
    {%- if node.config.get('pre-hook') or node.config.get('post-hook') | selectattr('transaction') | list -%}
        {{- return("it has hooks of its own that run with its build") -}}
    {%- endif -%}
    {{- return('') -}}
{% endmacro %}

{#-
    Completes the node of a model that its leader has already built and exchanged: reports the rows of the table and the
    recorded outcome.
-#}
{% macro staged_swap_taken_along(leader) %}
    {%- set build = monday.staged_swap_plan() -%}
    {%- set rows = monday.staged_swap_execute('select count(*) as table_rows from ' ~ monday.staged_swap_name(build.production), fetch=true).rows[0][0] | int -%}
    {%- set said = ['OK ' ~ rows ~ ' rows'] -%}
    {%- if monday.staged_swap_keeps_builds(build.production.database) -%}
        {%- set recorded = 'select ' ~ monday.column_name('message') ~ ' from ' ~ monday.staged_swap_name(monday.staged_swap_builds(build.production.database))
            ~ ' where ' ~ monday.column_name('build_id') ~ ' = ' ~ monday.text_literal(monday.staged_swap_build_id(build)) -%}
        {%- for row in monday.staged_swap_execute(recorded, fetch=true).rows -%}{%- do said.append(row[0]) -%}{%- endfor -%}
    {%- endif -%}
    {%- do monday.staged_swap_commit() -%}
    {%- do adapter.cache_added(build.production) -%}
    {%- do store_raw_result('main', message=said[-1] ~ ', exchanged with ' ~ leader.name, code='OK', rows_affected=rows) -%}
    {{- return({'relations': [build.production]}) -}}
{% endmacro %}

{#- Checks whether each stage may take production's place; the first one that may not fails the build. -#}
{% macro staged_swap_accept_all(builds) %}
    {%- for build in builds | reverse if build.measured -%}
        {%- do monday.staged_swap_accept(build, build.measured) -%}
    {%- endfor -%}
{% endmacro %}

{#- Does everything slow that can be done before the exchange, for each table. -#}
{% macro staged_swap_finish(builds) %}
    {%- for build in builds -%}
        {%- if build.part -%}
            {#- Nothing to do: the last build has applied the config's grants and comments, and the table is in use. -#}
        {%- elif monday.staged_swap_by_rows(build, build.found) -%}
            {%- do monday.staged_swap_finish_kept(build, build.columns) -%}
        {%- else -%}
            {%- do monday.staged_swap_finish_stage(build, build.columns, build.found) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#- Reports the outcome of each exchange to dbt and to the table of builds. Returns the outcome of the first. -#}
{% macro staged_swap_conclude(builds) %}
    {%- for build in builds -%}
        {%- if not build.part and not monday.staged_swap_by_rows(build, build.found) -%}
            {%- do monday.staged_swap_update_cache(build, build.found) -%}
        {%- endif -%}
        {%- set measured = build.measured -%}
        {%- set was = '' if measured.production_rows is none else ' (was ' ~ measured.production_rows ~ ')' -%}
        {%- set lost = ', ' ~ (measured.losses.values() | sum) ~ ' conversion losses' if measured.losses else '' -%}
        {%- do build.update({'outcome': 'OK ' ~ measured.rows ~ ' rows' ~ was ~ lost ~ monday.staged_swap_way(build)}) -%}
        {%- do monday.staged_swap_record(build, 'complete', measured, build.outcome) -%}
    {%- endfor -%}
    {{- return(builds[0].outcome) -}}
{% endmacro %}

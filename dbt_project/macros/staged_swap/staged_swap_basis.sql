{#-
    Whether changed rows alone can be put into the existing table: {possible, why, id, state, rows, losses}. They can if
    the table is that of the last build, with the same query and columns, and unchanged since. `why` is the reason
    against it, `id` the last build's id, `state` what that build read of the source, `rows` and `losses` (by column)
    what it had and lost. In case of doubt all rows are read.
-#}
{% macro staged_swap_basis(build, columns, found) %}
    {%- do build.update({'fingerprint': monday.staged_swap_fingerprint(build, columns)}) -%}
    {%- set basis = {'possible': false, 'why': '', 'id': none, 'state': none, 'rows': none, 'losses': {}} -%}
    {%- if build.empty or found.production is none or found.production.type != 'table' or not found.production.ours -%}
        {{- return(basis) -}}
    {%- endif -%}
    {%- set last = monday.staged_swap_last_build(build) -%}
    {%- do basis.update({'why': monday.staged_swap_asked_whole(build) or monday.staged_swap_other_model(build, last, found)}) -%}
    {%- if not basis.why -%}
        {%- set differences = monday.staged_swap_shape_differences(build) + build.for_rows -%}
        {%- do basis.update({'why': differences | join(', ')}) -%}
    {%- endif -%}
    {%- if not basis.why -%}
        {%- do basis.update({'possible': true, 'id': last.id, 'state': last.state, 'rows': last.rows, 'losses': fromjson(last.losses, {})}) -%}
    {%- endif -%}
    {{- return(basis) -}}
{% endmacro %}

{#- Why the model or the command requires all rows; otherwise empty. -#}
{% macro staged_swap_asked_whole(build) %}
    {%- set read = [] -%}
    {%- for one in build.node.depends_on.nodes if one.split('.')[-1] not in monday.staged_swap_names(build.node) -%}{%- do read.append(one) -%}{%- endfor -%}
    {%- if build.accepted -%}
        {{- return('--full-refresh') -}}
    {%- elif build.settings.swap_partial_percent == 0 -%}
        {{- return('swap_partial_percent is 0') -}}
    {%- elif build.settings.swap_keep_previous -%}
        {{- return('swap_keep_previous keeps the old table') -}}
    {%- elif build.settings.swap_checks -%}
        {{- return('swap_checks look at a whole new table') -}}
    {%- elif monday.staged_swap_columnstore() -%}
        {{- return('a columnstore is built in one go') -}}
    {%- elif build.node.config.get('post-hook') -%}
        {#- The hook has already run on the rows that stay. -#}
        {{- return('a post-hook may change rows') -}}
    {%- elif not build.key or 'staged_swap_changed' not in build.sql -%}
        {{- return('the model does not say which of its rows change') -}}
    {%- elif read | length > 1 -%}
        {#- The keys do not say what changed in another table. -#}
        {{- return('the model reads ' ~ read | join(' and ')) -}}
    {%- elif 'staged_swap_changed' in tojson(build.node.columns, '') ~ tojson(build.node.config, '') -%}
        {{- return('a name in the model holds the words staged_swap_changed') -}}
    {%- elif monday.staged_swap_fills_by_view(build.sql) -%}
        {{- return('the query begins with `with`') -}}
    {%- endif -%}
    {{- return('') -}}
{% endmacro %}

{#-
    Why the table is not what the model would make of the rows that the last build read; otherwise empty. `last`: see
    staged_swap_last_build.
-#}
{% macro staged_swap_other_model(build, last, found) %}
    {%- if last is none -%}
        {{- return('what the last build read is not known') -}}
    {%- elif last.id not in (found.production.mark or '') -%}
        {{- return('the table is not that of the last build') -}}
    {%- elif last.fingerprint != build.fingerprint or not build.fingerprint -%}
        {{- return('the model is another than at the last build') -}}
    {%- endif -%}
    {{- return('') -}}
{% endmacro %}

{#- The last complete build, {id, state, fingerprint, losses, rows}; none if there is none or it recorded no state. -#}
{% macro staged_swap_last_build(build) %}
    {%- set last = [] -%}
    {%- if monday.staged_swap_is_recorded(build) -%}
        {%- for row in monday.staged_swap_execute(monday.staged_swap_last_build_sql(build, build.builds), fetch=true, begin=false).rows -%}
            {%- do last.append({'id': row[0], 'state': row[1], 'fingerprint': row[2], 'losses': row[3] or '{}', 'rows': row[4] | int}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(last[0] if last | length == 1 and last[0].state else none) -}}
{% endmacro %}

{% macro staged_swap_last_build_sql(build, builds) %}
    {#-
        Excludes another target's builds of the model, which made another table, and builds by a clock that was ahead,
        each of which would be the last one until that time.
    -#}
    {%- set own = monday.column_name('model') ~ ' = ' ~ monday.text_literal(build.node.name) ~ ' and ' ~ monday.column_name('table_name') ~ ' = '
        ~ monday.text_literal(build.production.schema ~ '.' ~ build.production.identifier) ~ ' and ' ~ monday.column_name('status') ~ " = 'complete'"
        ~ ' and ' ~ monday.column_name('started_at') ~ ' <= ' ~ monday.staged_swap_moment(build.started_at) -%}
    {%- set table = monday.staged_swap_name(builds) -%}
    {%- set names = monday.column_names(['build_id', 'state', 'fingerprint', 'losses', 'rows']) -%}
    {{- return(
        'select ' ~ names | join(', ') ~ '\nfrom ' ~ table ~ '\nwhere ' ~ own
        ~ '\n  and ' ~ monday.column_name('started_at') ~ ' = (select max(' ~ monday.column_name('started_at') ~ ') from ' ~ table ~ ' where ' ~ own ~ ')'
    ) -}}
{% endmacro %}

{#-
    A hash of what a table depends on besides its source: dbt's version and the model's query, columns and config; also
    the descriptions, if persist_docs stores them, because a build of changed rows leaves grants and comments unchanged.
-#}
{% macro staged_swap_fingerprint(build, columns) %}
    {%- set parts = [dbt_version, build.sql] -%}
    {%- for column in columns -%}{%- do parts.extend([column.name, column.type, column.loss or '']) -%}{%- endfor -%}
    {%- if (build.node.config.get('persist_docs') or {}).values() | select | list -%}
        {%- do parts.append(build.node.description) -%}
        {%- for column in build.node.columns.values() -%}{%- do parts.append(column.description) -%}{%- endfor -%}
    {%- endif -%}
    {%- set config = tojson(build.node.config, none, true) -%}
    {{- return(none if config is none else local_md5(parts | join('\n') ~ '\n' ~ config)) -}}
{% endmacro %}

{#- Whether the fill needs a view, which cannot see the session's temporary tables. -#}
{% macro staged_swap_fills_by_view(query) %}
    {{- return(adapter.dispatch('staged_swap_fills_by_view', 'monday')(query)) -}}
{% endmacro %}

{% macro default__staged_swap_fills_by_view(query) %}
    {{- return(false) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_fills_by_view(query) %}
    {{- return(sqlserver__select_starts_with_cte(query)) -}}
{% endmacro %}

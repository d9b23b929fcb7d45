{#-
    Fills the stages and counts what the checks need (see staged_swap_measure). Uses only the rows that changed since
    the last build if possible, otherwise all rows. If changed rows alone fail a check, the build does not fail but
    takes all rows. Sets in each build: measured, state (what was read of the source, for the next build), part (none,
    or what staged_swap_changes returned for the keys used) and whole (why all rows were used).
-#}
{% macro staged_swap_fill(builds) %}
    {%- for build in builds -%}
        {%- do build.update({'basis': monday.staged_swap_basis(build, build.columns, build.found)}) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_read(builds) -%}
    {%- set doubted = [] -%}
    {%- for build in builds if build.part and build.measured -%}
        {%- set doubts = monday.staged_swap_problems(build, build.measured) -%}
        {%- if doubts -%}
            {%- do doubted.append(build.production.identifier) -%}
            {%- do build.basis.update({'possible': false, 'why': 'what changed alone does not fit: ' ~ doubts | join('; ')}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if doubted -%}
        {#- The others read the same rows. -#}
        {%- for build in builds if build.basis.possible -%}
            {%- do build.basis.update({'possible': false, 'why': 'what changed alone does not fit into ' ~ doubted[0]}) -%}
        {%- endfor -%}
        {%- for build in builds -%}
            {%- do monday.staged_swap_drop_keys(build) -%}
            {%- do monday.staged_swap_execute('delete from ' ~ monday.staged_swap_name(build.stage)) -%}
        {%- endfor -%}
        {%- do monday.staged_swap_commit() -%}
        {%- do monday.staged_swap_read(builds) -%}
    {%- endif -%}
{% endmacro %}

{#-
    Reads the source once. Loading and counting share one transaction, so that the counts are those of the rows read and
    all tables have the same rows. A row that the server refuses ends that transaction, and with it the filling.
-#}
{% macro staged_swap_read(builds) %}
    {%- for build in builds -%}{%- do build.update({'measured': none}) -%}{%- endfor -%}
    {%- do monday.staged_swap_begin_load(builds[0]) -%}
    {%- set refused = [] -%}
    {%- for build in builds if not refused -%}
        {%- do monday.staged_swap_choose(build) -%}
        {%- set said = monday.staged_swap_load(build, build.columns) -%}
        {%- if said is not none -%}{%- do refused.append(said) -%}{%- endif -%}
        {%- do build.update({'refused': said}) -%}
        {%- do build.update({'measured': monday.staged_swap_measure(build, build.columns, build.found, said)}) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_end_load(builds[0]) -%}
{% endmacro %}

{#- Asks what has changed, inside the transaction in which the rows are read, and decides by the number of changes. -#}
{% macro staged_swap_choose(build) %}
    {%- set said = none if build.empty else monday.staged_swap_changes(build, build.basis.state) -%}
    {%- do build.update({'state': none, 'part': none, 'whole': '', 'query': build.sql}) -%}
    {%- if said is none -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- do build.update({'state': said.state}) -%}
    {%- if not build.basis.possible or said.why -%}
        {%- do build.update({'whole': said.why if build.basis.possible else build.basis.why}) -%}
    {%- elif said.state == build.basis.state -%}
        {#-
            A build without a load since the last one has a reason that is recorded nowhere, such as a row of either
            table changed by hand.
        -#}
        {%- do build.update({'whole': 'nothing was loaded since the last build'}) -%}
    {%- elif said.count * 100 > said.of * build.settings.swap_partial_percent -%}
        {%- do build.update({'whole': said.count ~ ' of ' ~ said.of ~ ' have changed, more than ' ~ build.settings.swap_partial_percent ~ ' %'}) -%}
    {%- else -%}
        {%- do monday.staged_swap_make_keys(build, said.changed) -%}
        {%- do build.update({'part': dict(said, losses=build.basis.losses)}) -%}
        {%- do build.update({'query': monday.staged_swap_of_changed(build, build.sql)}) -%}
    {%- endif -%}
{% endmacro %}

{#- The end of a build's outcome message: whether changed rows or all rows were built, and why. -#}
{% macro staged_swap_way(build) %}
    {%- if build.part -%}
        {{- return(', ' ~ build.part.count ~ ' changed') -}}
    {%- endif -%}
    {{- return(', whole: ' ~ build.whole if build.whole else '') -}}
{% endmacro %}

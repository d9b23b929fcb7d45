{#- What a raw table says of a board's rows, for staged_swap; of any other table, its rows. -#}
{% macro duckdb__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{#-
    {rows, of, losses, problems} of the raw table: one pass over it. Each item has one row with column_id name,
    and one for each column that was loaded. A column that changed its type on monday after the model was written
    is a problem, and one that no load has read since it came into the model: the model would find no values. So is a
    name that was another column's.
-#}
{% macro monday_source_counts(build, columns) %}
    {#- A log has no cells: it is its rows that must all be there. -#}
    {%- if not monday.monday_makes_model(build.node) -%}
        {{- return(monday.default__staged_swap_source_counts(build, columns)) -}}
    {%- elif build.node.config.meta.get('monday_log') -%}
        {{- return(dict(monday.default__staged_swap_source_counts(build, columns), losses=monday.monday_losses_of_log(build))) -}}
    {%- endif -%}
    {%- set result = {'rows': 0, 'of': 'the items in ' ~ build.raw.schema ~ '.' ~ build.raw.identifier, 'losses': {}, 'problems': []} -%}
    {%- if build.part -%}
        {%- do monday.monday_count_part(build, columns, result) -%}
    {%- else -%}
        {%- set looked_at = columns if build.refused is none else monday.monday_uncounted(columns) -%}
        {%- set slots = monday.monday_loss_slots(looked_at) -%}
        {%- set held = monday.monday_count_cells(build, looked_at, slots, monday.monday_values_held(build, slots), '', result) -%}
        {%- do result.update({'rows': held.get('name', 0)}) -%}
        {#- A model that somebody wrote by hand does not say of which board it is. -#}
        {%- set register = monday.monday_register(build) if build.node.config.meta.get('monday_board_id') else {} -%}
        {%- do result.problems.extend(monday.monday_unread(build, columns, held) if held.name and register else []) -%}
        {%- do result.problems.extend(monday.monday_passed_names(build, columns, register) if register else monday.monday_of_other_board(build)) -%}
        {%- if not result.problems and monday.monday_may_keep_names(build) -%}{%- do monday.monday_keep_names(build, columns, register) -%}{%- endif -%}
    {%- endif -%}
    {%- if result.losses -%}
        {%- do result.update({'losses': monday.monday_in_order(result.losses, columns | map(attribute='name'))}) -%}
    {%- endif -%}
    {{- return(result) -}}
{% endmacro %}

{#-
    Counts the raw table's rows, or those `where`, by column, and puts losses of `columns` and problems with their types into
    `result`. Returns {column id: rows}. `slots` are theirs, see monday_loss_slots, `values` what the stage holds, see
    monday_values_held.
-#}
{% macro monday_count_cells(build, columns, slots, values, where, result) %}
    {%- set held = {} -%}
    {%- for row in monday.staged_swap_execute(monday.monday_source_counts_sql(build, slots, where), fetch=true).rows -%}
        {%- do held.update({row[0]: row[1] | int}) -%}
        {%- for column in columns if column.id == row[0] and not (column.monday_type == row[2] == row[3]) -%}
            {%- do result.problems.append(monday.monday_retyped(build, column, row[2], row[3])) -%}
        {%- endfor -%}
        {%- if row.values()[4:] | select | list -%}
            {%- do result.losses.update(monday.monday_losses_of(row, slots, values)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(held) -}}
{% endmacro %}

{#- {name: values lost} with the names in the table's order: a query that groups gives them in any. -#}
{% macro monday_in_order(losses, names) %}
    {%- set ordered = {} -%}
    {%- for name in names if name in losses -%}{%- do ordered.update({name: losses[name]}) -%}{%- endfor -%}
    {{- return(ordered if ordered | length == losses | length else losses) -}}
{% endmacro %}

{#- {name: values lost} of the columns that a row of monday_source_counts_sql speaks of. `values`: see monday_values_held. -#}
{% macro monday_losses_of(row, slots, values) %}
    {%- set losses = {} -%}
    {%- for slot in slots -%}
        {%- set counted = row[4 + loop.index0] -%}
        {%- if row[0] in slot and counted -%}
            {%- set name = slot[row[0]].name -%}
            {%- set lost = counted | int - values.get(name, 0) -%}
            {%- if lost -%}{%- do losses.update({name: lost}) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(losses) -}}
{% endmacro %}

{#-
    How many values the stage has of each column whose losses are cells with content, less these: {name: values}. No cell is
    converted a second time for that.
-#}
{% macro monday_values_held(build, slots) %}
    {%- set names = monday.monday_counted_names(slots) -%}
    {{- return(monday.monday_values_named(names, monday.staged_swap_execute(monday.monday_values_sql(build, names), fetch=true).rows[0].values() if names else [])) -}}
{% endmacro %}

{#- These columns. -#}
{% macro monday_counted_names(slots) %}
    {%- set names = [] -%}
    {%- for slot in slots -%}{%- for column in slot.values() if column.counted -%}{%- do names.append(column.name) -%}{%- endfor -%}{%- endfor -%}
    {{- return(names) -}}
{% endmacro %}

{#- A query for one row: how many values the stage has of each of these columns. -#}
{% macro monday_values_sql(build, names) %}
    {%- set counts = [] -%}
    {%- for name in monday.column_names(names) -%}{%- do counts.append('count(' ~ name ~ ') as n' ~ loop.index) -%}{%- endfor -%}
    {{- return('select ' ~ counts | join(', ') ~ ' from ' ~ monday.staged_swap_name(build.stage)) -}}
{% endmacro %}

{#- {name: number} of names and numbers in one order. -#}
{% macro monday_values_named(names, numbers) %}
    {%- set held = {} -%}
    {%- for name in names -%}{%- do held.update({name: numbers[loop.index0] | int}) -%}{%- endfor -%}
    {{- return(held) -}}
{% endmacro %}

{#-
    A sentence for each of monday's columns of the model that the raw table holds no row of. `held` is the column ids
    that it has. Only of rows that a load has landed: rows that somebody else wrote may leave empty cells out.
-#}
{% macro monday_unread(build, columns, held) %}
    {%- set unread, problems = {}, [] -%}
    {%- for column in columns if column.monday_type and not column.gone and column.id not in held and column.id != '__level__' -%}
        {%- do unread.update({column.id: unread.get(column.id, column.name)}) -%}
    {%- endfor -%}
    {%- for name in unread.values() -%}
        {%- do problems.append(
            "column [" ~ monday.printable(name) ~ "]: the model reads it, and no load has landed its values in "
            ~ build.raw.schema ~ "." ~ build.raw.identifier ~ "; run monday-load " ~ build.raw.identifier ~ ", and build again"
        ) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}

{#-
    A sentence for each column of the model under a name that the table has shown for another, as somebody wrote it into a
    board file: reports would read other values. `register`: see monday_register.
-#}
{% macro monday_passed_names(build, columns, register) %}
    {%- set owners, problems = {}, [] -%}
    {%- for id, names in register.items() if names is none -%}
        {%- do problems.append(
            build.raw.schema ~ "._columns holds of " ~ monday.printable(id) ~ " what no load wrote; run monday-load " ~ build.raw.identifier ~ ", which says more"
        ) -%}
    {%- endfor -%}
    {%- for id, names in register.items() -%}
        {%- for name in names or [] -%}{%- do owners.update({name | lower: owners.get(name | lower, []) + [id]}) -%}{%- endfor -%}
    {%- endfor -%}
    {%- for column in columns if column.monday_type and column.id not in owners.get(column.name | lower, [column.id]) -%}
        {%- do problems.append(
            "column [" ~ monday.printable(column.name) ~ "]: the model shows " ~ monday.printable(column.id)
            ~ " under a name that the table has shown " ~ monday.printable(owners[column.name | lower][0])
            ~ " under: reports would read other values; give it another name in the board file, run monday-board update "
            ~ build.raw.identifier ~ ", and build again"
        ) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}

{#- A sentence where loads landed another board under the model's name: somebody wrote another board_id into its board file. -#}
{% macro monday_of_other_board(build) %}
    {%- set table, problems = monday.staged_swap_beside(build.raw, '_columns'), [] -%}
    {%- if build.node.config.meta.get('monday_board_id') and monday.staged_swap_stands(table) -%}
        {%- set other = monday.staged_swap_execute(
            "select max(board_id) as board_id from " ~ monday.staged_swap_name(table) ~ " where board = " ~ monday.monday_board_literal(build.raw), fetch=true
        ).rows[0][0] -%}
        {%- if other is not none -%}
            {%- do problems.append(
                "board: expected rows of board " ~ build.node.config.meta.monday_board_id ~ ", which the model is of; " ~ build.raw.schema ~ "." ~ build.raw.identifier
                ~ " holds board " ~ (other | int) ~ "; correct board_id in boards/" ~ build.raw.identifier ~ ".yml, run monday-board update "
                ~ build.raw.identifier ~ ", and build again"
            ) -%}
        {%- endif -%}
    {%- endif -%}
    {{- return(problems) -}}
{% endmacro %}

{#-
    Adds names of the model that no load has gone by, as after an update, to those that the table has shown: the project folder
    can be lost before the next load. A name that is then not built is given to no other column either.
-#}
{% macro monday_keep_names(build, columns, register) %}
    {%- for column in columns if column.monday_type and column.id in register and column.name not in register[column.id] -%}
        {%- do monday.staged_swap_execute(monday.monday_keep_name_sql(build, column)) -%}
        {%- do register[column.id].append(column.name) -%}
    {%- endfor -%}
{% endmacro %}

{#- Whether the transaction that fills the stage can write to raw_monday too. Where it cannot, the next load keeps the names. -#}
{% macro monday_may_keep_names(build) %}
    {{- return(adapter.dispatch('monday_may_keep_names', 'monday')(build)) -}}
{% endmacro %}

{% macro default__monday_may_keep_names(build) %}
    {{- return(true) -}}
{% endmacro %}

{#- DuckDB writes to one of the attached files in a transaction. -#}
{% macro duckdb__monday_may_keep_names(build) %}
    {{- return(build.raw.database | lower == build.production.database | lower) -}}
{% endmacro %}

{#- One statement: a name that is added while a load writes the row waits for it, and stands beside the load's own. -#}
{% macro monday_keep_name_sql(build, column) %}
    {%- set names = monday.column_name('names') -%}
    {{- return(
        "update " ~ monday.staged_swap_name(monday.staged_swap_beside(build.raw, '_columns'))
        ~ "\nset " ~ names ~ " = concat(" ~ monday.text_literal('[' ~ tojson(column.name))
        ~ ", case when " ~ names ~ " = '[]' then '' else ', ' end, substring(" ~ names ~ ", 2, 1000000000))"
        ~ "\nwhere " ~ monday.monday_of_board(build) ~ " and column_id = cast(" ~ monday.text_literal(column.id) ~ " as varchar(255))"
    ) -}}
{% endmacro %}

{#-
    {column id: every name that the table has shown it under}, which loads and builds keep in `_columns`; none for what no load
    wrote there, and nothing where none has landed the board.
-#}
{% macro monday_register(build) %}
    {%- set table, found = monday.staged_swap_beside(build.raw, '_columns'), {} -%}
    {%- if monday.staged_swap_stands(table) -%}
        {%- for row in monday.staged_swap_execute(monday.monday_register_sql(build), fetch=true).rows -%}
            {%- set names = fromjson(row[1]) -%}
            {%- do found.update({row[0]: names if names is sequence and names is not string and names is not mapping else none}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(found) -}}
{% endmacro %}

{#- A query for column id and names (JSON) of the board's columns. -#}
{% macro monday_register_sql(build) %}
    {{- return(
        "select column_id, " ~ monday.column_name('names') ~ " from " ~ monday.staged_swap_name(monday.staged_swap_beside(build.raw, '_columns'))
        ~ " where " ~ monday.monday_of_board(build)
    ) -}}
{% endmacro %}

{#- A condition on a row of `_columns`: its board is the model's. -#}
{% macro monday_of_board(build) %}
    {{- return("board = " ~ monday.monday_board_literal(build.raw) ~ " and board_id = " ~ (build.node.config.meta.monday_board_id | int)) -}}
{% endmacro %}

{#- A sentence on a column that the model reads as a type which the raw table does not hold, or not alone. -#}
{% macro monday_retyped(build, column, first, last) %}
    {%- set held = first if first == last else first ~ " and " ~ last -%}
    {{- return(
        "column [" ~ monday.printable(column.name) ~ "]: expected values of monday's type " ~ monday.printable(column.monday_type) ~ ", which the model reads; "
        ~ build.raw.schema ~ "." ~ build.raw.identifier ~ " holds " ~ monday.printable(held) ~ "; run monday-board update " ~ build.raw.identifier
        ~ ", which writes the model anew, and build again"
    ) -}}
{% endmacro %}

{#- The columns, with losses that are counted in the raw table alone: where the stage does not hold all that was read there. -#}
{% macro monday_uncounted(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}{%- do found.append(dict(column, counted=none)) -%}{%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#-
    A query for rows, first and last type, and losses (of `counted` columns, of which the stage's values are still to be taken)
    of each column id, which reads the raw table once, or its rows `where`: the first of a column's few types is quickly found.
-#}
{% macro monday_source_counts_sql(build, slots, where='') %}
    {%- set sums, totals, conditions = [], [], {} -%}
    {%- for slot in slots -%}
        {%- for id, column in slot.items() -%}{%- do conditions.update({id: conditions.get(id, '') ~ column.loss ~ (column.counted or {}).values() | join(' ')}) -%}{%- endfor -%}
        {%- do sums.append(",\n        sum(" ~ monday.monday_loss_terms(slot) | join("\n            + ") ~ ") as lost_" ~ loop.index) -%}
        {%- do totals.append(", sum(lost_" ~ loop.index ~ ") as lost_" ~ loop.index) -%}
    {%- endfor -%}
    {{- return(
        "select column_id, sum(cells) as cells, min(column_type) as first_type, max(column_type) as last_type" ~ totals | join('')
        ~ "\nfrom (\n    select column_id, column_type, count(*) as cells" ~ sums | join('') ~ "\n    from " ~ monday.monday_rows(monday.staged_swap_name(build.raw), conditions)
        ~ ("\n    where " ~ where if where else "") ~ "\n    group by column_id, column_type\n) as of_one_type\ngroup by column_id"
    ) -}}
{% endmacro %}

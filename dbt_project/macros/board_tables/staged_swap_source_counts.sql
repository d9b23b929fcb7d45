{#- What a raw table says about the rows of a board, for staged_swap; for any other table, its number of rows. -#}
{% macro duckdb__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{#-
    {rows, of, losses, problems} of the raw table, from one pass over it. Each item has one row with column_id name, and
    one row for each column that was loaded. Problems are: a column whose type changed on monday after the model was
    written; a column that no load has read since it was added to the model, so that the model would find no values; and
    a name that belonged to another column.
-#}
{% macro monday_source_counts(build, columns) %}
    {#- A log has no cells; all of its rows must be there. -#}
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
        {#- A hand-written model does not name its board. -#}
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
    Counts the rows of the raw table, or those that satisfy `where`, by column, and adds the losses of `columns` and the
    problems with their types to `result`. Returns {column id: rows}. `slots` are those of monday_loss_slots for
    `columns`; `values` is what monday_values_held returns.
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

{#- {name: values lost} in the order of the table's columns; a grouped query returns them in any order. -#}
{% macro monday_in_order(losses, names) %}
    {%- set ordered = {} -%}
    {%- for name in names if name in losses -%}{%- do ordered.update({name: losses[name]}) -%}{%- endfor -%}
    {{- return(ordered if ordered | length == losses | length else losses) -}}
{% endmacro %}

{#- {name: values lost} for the columns that a row of monday_source_counts_sql is about. `values`: see monday_values_held. -#}
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
    {name: values}: the number of values in the stage for each column whose losses are its cells with content minus its
    values. This avoids converting every cell a second time.
-#}
{% macro monday_values_held(build, slots) %}
    {%- set names = monday.monday_counted_names(slots) -%}
    {{- return(monday.monday_values_named(names, monday.staged_swap_execute(monday.monday_values_sql(build, names), fetch=true).rows[0].values() if names else [])) -}}
{% endmacro %}

{#- The names of these columns. -#}
{% macro monday_counted_names(slots) %}
    {%- set names = [] -%}
    {%- for slot in slots -%}{%- for column in slot.values() if column.counted -%}{%- do names.append(column.name) -%}{%- endfor -%}{%- endfor -%}
    {{- return(names) -}}
{% endmacro %}

{#- A query for one row: the number of values in the stage for each of these columns. -#}
{% macro monday_values_sql(build, names) %}
    {%- set counts = [] -%}
    {%- for name in monday.column_names(names) -%}{%- do counts.append('count(' ~ name ~ ') as n' ~ loop.index) -%}{%- endfor -%}
    {{- return('select ' ~ counts | join(', ') ~ ' from ' ~ monday.staged_swap_name(build.stage)) -}}
{% endmacro %}

{#- {name: number}, from names and numbers in the same order. -#}
{% macro monday_values_named(names, numbers) %}
    {%- set held = {} -%}
    {%- for name in names -%}{%- do held.update({name: numbers[loop.index0] | int}) -%}{%- endfor -%}
    {{- return(held) -}}
{% endmacro %}

{#-
    A sentence for each monday column of the model that has no row in the raw table. `held` has the column ids that have
    rows. Applies only to rows landed by a load: rows written by somebody else may leave out empty cells.
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
    A sentence for each column of the model whose name the table has shown for another column, because somebody wrote it
    into a board file: reports would read other values. `register`: see monday_register.
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

{#-
    A sentence if loads landed another board under the model's name, because somebody wrote another board_id into its
    board file.
-#}
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
    Registers the model's names that no load has recorded yet, as after an update: the project folder can be lost before
    the next load. A registered name is never given to another column, even if the build fails.
-#}
{% macro monday_keep_names(build, columns, register) %}
    {%- for column in columns if column.monday_type and column.id in register and column.name not in register[column.id] -%}
        {%- do monday.staged_swap_execute(monday.monday_keep_name_sql(build, column)) -%}
        {%- do register[column.id].append(column.name) -%}
    {%- endfor -%}
{% endmacro %}

{#- Whether the transaction that fills the stage can also write to raw_monday. If not, the next load keeps the names. -#}
{% macro monday_may_keep_names(build) %}
    {{- return(adapter.dispatch('monday_may_keep_names', 'monday')(build)) -}}
{% endmacro %}

{% macro default__monday_may_keep_names(build) %}
    {{- return(true) -}}
{% endmacro %}

{#- In one transaction, DuckDB writes to only one of the attached files. -#}
{% macro duckdb__monday_may_keep_names(build) %}
    {{- return(build.raw.database | lower == build.production.database | lower) -}}
{% endmacro %}

{#- A single statement: if a load is writing the row, it waits, and adds its name to those of the load. -#}
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
    {column id: every name that the table has shown it under}, which loads and builds keep in `_columns`. The value is
    none if no load wrote the entry; the register is empty if no load has landed the board.
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

{#- A query for the column ids of the board and their names (JSON). -#}
{% macro monday_register_sql(build) %}
    {{- return(
        "select column_id, " ~ monday.column_name('names') ~ " from " ~ monday.staged_swap_name(monday.staged_swap_beside(build.raw, '_columns'))
        ~ " where " ~ monday.monday_of_board(build)
    ) -}}
{% endmacro %}

{#- A condition on rows of `_columns`: the row belongs to the model's board. -#}
{% macro monday_of_board(build) %}
    {{- return("board = " ~ monday.monday_board_literal(build.raw) ~ " and board_id = " ~ (build.node.config.meta.monday_board_id | int)) -}}
{% endmacro %}

{#- A sentence about a column that the model reads as one type while the raw table holds another, or several. -#}
{% macro monday_retyped(build, column, first, last) %}
    {%- set held = first if first == last else first ~ " and " ~ last -%}
    {{- return(
        "column [" ~ monday.printable(column.name) ~ "]: expected values of monday's type " ~ monday.printable(column.monday_type) ~ ", which the model reads; "
        ~ build.raw.schema ~ "." ~ build.raw.identifier ~ " holds " ~ monday.printable(held) ~ "; run monday-board update " ~ build.raw.identifier
        ~ ", which writes the model anew, and build again"
    ) -}}
{% endmacro %}

{#-
    The columns with `counted` removed, so that losses are counted in the raw table alone: for a stage that does not
    hold all rows read.
-#}
{% macro monday_uncounted(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}{%- do found.append(dict(column, counted=none)) -%}{%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#-
    A query for each column id's number of rows, first and last type, and losses (for `counted` columns, the stage's
    values are still to be subtracted). It reads the raw table, or the rows that satisfy `where`, once: the minimum and
    maximum of a few types are quickly found.
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

{#- Fails the build if a check fails, with all failures in one message. Losses are logged in that case too. -#}
{% macro staged_swap_accept(build, measured) %}
    {%- set problems = monday.staged_swap_problems(build, measured) -%}
    {%- if problems -%}
        {%- if measured.losses -%}
            {%- do log(monday.staged_swap_losses_sentence(build, measured), info=true) -%}
        {%- endif -%}
        {%- set message -%}
staged_swap left {{ build.together | join(', ') }} as {{ 'they were' if build.beside else 'it was' }}: {{ problems | length }} of {{ 'the checks of ' ~ build.production if build.beside else 'its checks' }} failed.
  {{ problems | join('\n  ') }}
What was refused stands in {{ build.stage }} until the next build.
        {%- endset -%}
        {%- do monday.staged_swap_record(build, 'failed', measured, message) -%}
        {%- for other in build.beside -%}
            {%- do monday.staged_swap_record(other, 'failed', other.measured or {'rows': none, 'losses': {}}, message) -%}
        {%- endfor -%}
        {%- do monday.staged_swap_unlock(build) -%}
        {%- do exceptions.raise_database_error(message) -%}
    {%- endif -%}
{% endmacro %}

{#- One sentence for each failed check: its name, what was expected, what was found. Has no side effects. -#}
{% macro staged_swap_problems(build, measured) %}
    {%- set settings = build.settings -%}
    {%- set problems = [] -%}
    {%- if measured.refused is not none or measured.null_keys or measured.repeated_keys -%}
        {%- do problems.extend(monday.staged_swap_key_problems(build, measured)) -%}
    {%- endif -%}
    {%- if measured.refused is not none -%}
        {{- return(problems) -}}
    {%- endif -%}
    {%- if not build.empty -%}
        {%- set count_problems = monday.staged_swap_count_problems(build, measured) -%}
        {%- if build.accepted -%}
            {%- for problem in count_problems -%}
                {%- do log("staged_swap: " ~ build.production ~ ": accepted by --full-refresh: " ~ problem, info=true) -%}
            {%- endfor -%}
        {%- else -%}
            {%- do problems.extend(count_problems) -%}
        {%- endif -%}
        {%- set losses = measured.losses.values() | sum -%}
        {%- if settings.swap_max_losses is not none and losses > settings.swap_max_losses -%}
            {%- do problems.append(
                "conversion losses: expected at most " ~ settings.swap_max_losses ~ "; found " ~ losses
                ~ " (" ~ monday.staged_swap_losses_text(measured.losses) ~ ")"
            ) -%}
        {%- endif -%}
    {%- endif -%}
    {{- return(problems + measured.problems) -}}
{% endmacro %}

{#- Problems of the key: the server's message about a row that it refused, or the counts. -#}
{% macro staged_swap_key_problems(build, measured) %}
    {%- set names, problems = [], [] -%}
    {%- for name in build.key -%}{%- do names.append(monday.printable(name)) -%}{%- endfor -%}
    {%- set key = "key [" ~ names | join("], [") ~ "]" -%}
    {%- if measured.refused is not none -%}
        {{- return([key ~ ": expected one row a key and no NULL; found: " ~ monday.printable(measured.refused)]) -}}
    {%- endif -%}
    {%- if measured.null_keys -%}
        {%- do problems.append(key ~ ": expected no NULL; found " ~ measured.null_keys ~ " rows with one") -%}
    {%- endif -%}
    {%- if measured.repeated_keys -%}
        {%- do problems.append(key ~ ": expected every key once; found " ~ measured.repeated_keys ~ " keys in more than one row") -%}
    {%- endif -%}
    {{- return(problems) -}}
{% endmacro %}

{#- The checks of the number of rows, which --full-refresh overrides for one build. -#}
{% macro staged_swap_count_problems(build, measured) %}
    {%- set settings = build.settings -%}
    {%- set once = "; dbt build --full-refresh -s " ~ build.node.name ~ " accepts it once" -%}
    {%- set problems = [] -%}
    {%- if measured.source is not none and measured.source.rows != measured.rows -%}
        {%- do problems.append("rows: expected " ~ measured.source.rows ~ ", " ~ measured.source.of ~ "; found " ~ measured.rows ~ once) -%}
    {%- endif -%}
    {%- if measured.rows < settings.swap_min_rows -%}
        {%- do problems.append("minimum rows: expected at least " ~ settings.swap_min_rows ~ "; found " ~ measured.rows ~ once) -%}
    {%- endif -%}
    {%- set before = measured.comparable_rows -%}
    {%- if before is not none and before > 20 and measured.rows < before * (100 - settings.swap_max_shrink_percent) / 100 -%}
        {%- do problems.append(
            "shrink: expected at most " ~ settings.swap_max_shrink_percent ~ " % fewer than production's " ~ before
            ~ (" comparable rows" if settings.swap_shrink_of else " rows") ~ "; found " ~ measured.rows ~ once
        ) -%}
    {%- endif -%}
    {{- return(problems) -}}
{% endmacro %}

{#-
    A dbt warning for the model. It is a build's last step, because dbt can be told to raise an error on a warning, and
    by then the table is exchanged and no lock is held.
-#}
{% macro staged_swap_warn_of_losses(build, measured) %}
    {%- if measured.losses -%}
        {%- do exceptions.warn(monday.staged_swap_losses_sentence(build, measured)) -%}
    {%- endif -%}
{% endmacro %}

{% macro staged_swap_losses_sentence(build, measured) %}
    {{- return(
        "staged_swap: " ~ build.production ~ ": " ~ (measured.losses.values() | sum) ~ " conversion losses: "
        ~ monday.staged_swap_losses_text(measured.losses)
    ) -}}
{% endmacro %}

{#- Losses in the form `Unit price 2, Due 1`. -#}
{% macro staged_swap_losses_text(losses) %}
    {%- set texts = [] -%}
    {%- for name, count in losses.items() -%}{%- do texts.append(monday.printable(name) ~ " " ~ count) -%}{%- endfor -%}
    {{- return(texts | join(", ")) -}}
{% endmacro %}

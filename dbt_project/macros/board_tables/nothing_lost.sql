{#-
    A generic test: the last complete build of a model lost no value in a conversion. Returns one row for each column
    that lost values, with their number, from the counts that the build recorded. `raw` is the source() of the board's
    raw table, next to which builds are recorded; `built` is the model's name.
-#}
{% test nothing_lost(model, raw, built) %}
{{ monday.monday_losses_of_build(monday.staged_swap_builds(raw.database), built) }}
{% endtest %}

{#- A query for the columns in which the last complete build of a model lost values: column_name, losses. -#}
{% macro monday_losses_of_build(builds, name) %}
    {{- return(adapter.dispatch('monday_losses_of_build', 'monday')(builds, name)) -}}
{% endmacro %}

{% macro default__monday_losses_of_build(builds, name) %}
    {%- do monday.no_engine_macro('monday_losses_of_build') -%}
{% endmacro %}

{% macro duckdb__monday_losses_of_build(builds, name) %}
select lost.key as column_name, cast(lost.value as bigint) as losses
from {{ builds }} as builds, json_each(builds.losses) as lost
where {{ monday.monday_is_last_build(builds, name) }}
{%- endmacro %}

{% macro sqlserver__monday_losses_of_build(builds, name) %}
select lost.[key] as column_name, cast(lost.[value] as bigint) as losses
from {{ builds }} as builds
cross apply openjson(builds.losses) as lost
where {{ monday.monday_is_last_build(builds, name) }}
{%- endmacro %}

{#- A condition on rows of `builds`: the row is the model's last complete build. -#}
{% macro monday_is_last_build(builds, name) %}
{%- set own = "model = " ~ monday.text_literal(name) ~ " and status = " ~ monday.text_literal('complete') -%}
{{ own }} and started_at = (
    select max(started_at) from {{ builds }} where {{ own }}
)
{%- endmacro %}

{#-
    UTC, as on SQL Server. dbt-duckdb takes the local time of the session here: versions of a history
    would overlap whenever that clock is set back.
-#}
{% macro duckdb__snapshot_get_time() -%}
    make_timestamp(epoch_us(now()))
{%- endmacro %}

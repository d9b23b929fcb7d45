{#-
    UTC, as on SQL Server. dbt-duckdb uses the session's local time, with which versions of a history would overlap
    whenever that clock is set back.
-#}
{% macro duckdb__snapshot_get_time() -%}
    make_timestamp(epoch_us(now()))
{%- endmacro %}

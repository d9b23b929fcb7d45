{#-
    UTC, as in every time that this product writes. dbt-sqlserver uses the server's local time, but dbt reads the result
    of a freshness check as UTC, and versions of a history would overlap whenever the local clock is set back.
-#}
{% macro sqlserver__current_timestamp() -%}
    cast(sysutcdatetime() as datetime2(6))
{%- endmacro %}

{#-
    UTC, as every time that this product writes. dbt-sqlserver takes the server's local time here, but
    dbt reads what a freshness check gives as UTC, and versions of a history would overlap whenever
    that clock is set back.
-#}
{% macro sqlserver__current_timestamp() -%}
    cast(sysutcdatetime() as datetime2(6))
{%- endmacro %}

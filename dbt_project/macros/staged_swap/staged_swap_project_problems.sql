{#-
    Sentences about what the root project's dbt_project.yml lacks for models of staged_swap. An engine-specific macro of
    this name, such as duckdb__staged_swap_project_problems, overrides the default.
-#}
{% macro staged_swap_project_problems(nodes) %}
    {{- return(adapter.dispatch('staged_swap_project_problems', 'monday')(nodes)) -}}
{% endmacro %}

{% macro default__staged_swap_project_problems(nodes) %}
    {{- return(adapter.dispatch('staged_swap_flag_problems', 'monday')()) -}}
{% endmacro %}

{% macro default__staged_swap_flag_problems() %}
    {{- return([]) -}}
{% endmacro %}

{#-
    dbt takes flags only from the root project. Without transactions each statement of an exchange would be its own
    transaction.
-#}
{% macro sqlserver__staged_swap_flag_problems() %}
    {{- return([] if adapter.behavior.dbt_sqlserver_use_dbt_transactions.no_warn else [
        "the exchange of two tables needs transactions; write into dbt_project.yml"
        ~ " flags: {dbt_sqlserver_use_dbt_transactions: true, dbt_sqlserver_use_native_string_types: true}"
    ]) -}}
{% endmacro %}

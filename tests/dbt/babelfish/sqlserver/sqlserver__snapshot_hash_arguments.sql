{#- Babelfish cannot convert() a hash to text; a version's id is the unhashed input instead. -#}
{% macro sqlserver__snapshot_hash_arguments(args) %}
    cast({% for arg in args %}coalesce(cast({{ arg }} as varchar(100)), ''){{ " + '|' + " if not loop.last }}{% endfor %} as varchar(250))
{% endmacro %}

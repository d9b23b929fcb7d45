{#- Babelfish: no convert() of a hash to text; an id of a version is what would be hashed. -#}
{% macro sqlserver__snapshot_hash_arguments(args) %}
    cast({% for arg in args %}coalesce(cast({{ arg }} as varchar(100)), ''){{ " + '|' + " if not loop.last }}{% endfor %} as varchar(250))
{% endmacro %}

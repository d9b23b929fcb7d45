{#-
    What this build is about: relations, settings, key, and what dbt was asked for. Decides
    nothing about the database and reads nothing from it.
-#}
{% macro staged_swap_plan() %}
    {%- set settings = monday.staged_swap_settings() -%}
    {%- set production = this.incorporate(type='table') -%}
    {%- set key = config.get('unique_key') or [] -%}
    {%- set raw = none -%}
    {%- if settings.swap_rows_from -%}
        {%- set raw = monday.staged_swap_whole(source(settings.swap_rows_from[0], settings.swap_rows_from[1])) -%}
    {%- endif -%}
    {{- return({
        'production': production,
        'stage': monday.staged_swap_beside(production, settings.swap_staging_prefix ~ production.identifier),
        'previous': monday.staged_swap_beside(production, production.identifier ~ '__previous'),
        'raw': raw,
        'read': raw or monday.staged_swap_reads(),
        'settings': settings,
        'grants': config.get('grants') or {},
        'key': [key] if key is string else key | list,
        'empty': invocation_args_dict.get('empty', false) is true,
        'accepted': should_full_refresh(),
        'started_at': modules.datetime.datetime.utcnow().isoformat(timespec='milliseconds'),
    }) -}}
{% endmacro %}

{#- The id of this build of the model, in the table of builds and in the mark of the table that it makes. -#}
{% macro staged_swap_build_id() %}
    {{- return(invocation_id ~ '.' ~ model.unique_id) -}}
{% endmacro %}

{#- A table of another name in the same schema. -#}
{% macro staged_swap_beside(relation, identifier) %}
    {{- return(api.Relation.create(
        database=relation.database, schema=relation.schema, identifier=identifier, type='table'
    )) -}}
{% endmacro %}

{#- The relation itself, without the row limit that --empty puts on what source() gives. -#}
{% macro staged_swap_whole(relation) %}
    {{- return(monday.staged_swap_beside(relation, relation.identifier)) -}}
{% endmacro %}

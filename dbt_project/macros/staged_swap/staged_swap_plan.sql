{#-
    Describes a build: relations, settings, key, its query, and the options of the dbt command. Decides nothing about
    the database and reads nothing from it. `node` is the model as in dbt's `graph`, by default the one being run;
    `query` is its compiled SQL. dbt's `model` omits unset config keys, while its `graph` has them as null, so using
    both would give a model another fingerprint when it is built together with another one than when it is built alone.
-#}
{% macro staged_swap_plan(node=none, query=none) %}
    {%- set node, query = node or graph.nodes.get(model.unique_id) or model, query or sql -%}
    {%- set settings = monday.staged_swap_settings(node) -%}
    {%- set production = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias, type='table') -%}
    {%- set key = node.config.get('unique_key') or [] -%}
    {%- set full_refresh = node.config.get('full_refresh') -%}
    {%- set raw = none -%}
    {%- if settings.swap_rows_from -%}
        {%- set raw = monday.staged_swap_whole(source(settings.swap_rows_from[0], settings.swap_rows_from[1])) -%}
    {%- endif -%}
    {%- set read = raw or monday.staged_swap_reads(node) -%}
    {{- return({
        'production': production,
        'stage': monday.staged_swap_beside(production, settings.swap_staging_prefix ~ production.identifier),
        'previous': monday.staged_swap_beside(production, production.identifier ~ '__previous'),
        'raw': raw,
        'read': read,
        'raws': [read] if read else [],
        'builds': monday.staged_swap_builds(production.database),
        'together': [production],
        'beside': [],
        'node': node,
        'sql': query,
        'query': query,
        'settings': settings,
        'grants': node.config.get('grants') or {},
        'key': [key] if key is string else key | list,
        'empty': invocation_args_dict.get('empty', false) is true,
        'accepted': flags.FULL_REFRESH if full_refresh is none else full_refresh,
        'started_at': modules.datetime.datetime.utcnow().isoformat(timespec='milliseconds'),
    }) -}}
{% endmacro %}

{#- The id of this build of the model, in the table of builds and in the mark of the table that it makes. -#}
{% macro staged_swap_build_id(build) %}
    {{- return(invocation_id ~ '.' ~ build.node.unique_id) -}}
{% endmacro %}

{#- A table with another name in the same schema. -#}
{% macro staged_swap_beside(relation, identifier) %}
    {{- return(api.Relation.create(
        database=relation.database, schema=relation.schema, identifier=identifier, type='table'
    )) -}}
{% endmacro %}

{#- The relation itself, without the row limit that --empty adds to source(). -#}
{% macro staged_swap_whole(relation) %}
    {{- return(monday.staged_swap_beside(relation, relation.identifier)) -}}
{% endmacro %}

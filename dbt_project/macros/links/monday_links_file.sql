{#- Files: an asset of monday, a monday document, or a link to a file elsewhere, with its name. -#}
{% macro monday_links_file(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_file')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_file(column_id, name, raw) %}
    {%- set type = monday_json_text('element', 'fileType') -%}
    {{- return(monday_link_rows(
        raw, column_id, name, 'value', 'files',
        "case " ~ type ~ " when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end",
        "coalesce(" ~ monday_json_text('element', 'assetId') ~ ", " ~ monday_json_text('element', 'fileId') ~ ")",
        monday_json_text('element', 'name')
    )) -}}
{% endmacro %}

{#- Files: an asset on monday, a monday document, or a link to a file elsewhere, each with its name, uploader and size. -#}
{% macro monday_links_file(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_file', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_file(column_id, name, raw) %}
    {%- set type = monday.monday_json_text('element', 'fileType') -%}
    {%- set beside = monday.monday_link_beside(
        raw, column_id, 'files', monday.monday_json_text('element', 'asset_id'),
        {'told_size': monday.monday_json_text('element', 'asset.file_size')},
    ) -%}
    {{- return(monday.monday_link_rows(
        raw, column_id, name, 'value', 'files',
        "case " ~ type ~ " when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end",
        "coalesce(" ~ monday.monday_json_text('element', 'assetId') ~ ", " ~ monday.monday_json_text('element', 'fileId') ~ ")",
        monday.monday_json_text('element', 'name'),
        more={'file_size': 'told_size', 'uploader_id': monday.monday_json_text('element', 'createdBy')},
        beside=beside
    )) -}}
{% endmacro %}

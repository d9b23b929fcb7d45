{#- The number of votes, NULL without any: monday displays an empty cell as 0. Part `voter ids`: as JSON. -#}
{% macro monday_vote(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_vote')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_vote(column_id, data_type, part, get) %}
    {{- return(monday_cell('vote', column_id, data_type, part, get, {
        '': {'source': "nullif(coalesce(" ~ monday_json_text('fields', 'vote_count') ~ ", text), '0')", 'type': 'int', 'content': "text <> '0'"},
        'voter ids': {'source': 'coalesce(' ~ monday_json_part('fields', 'voter_ids') ~ ', ' ~ monday_json_part('value', 'voter_ids') ~ ')', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}

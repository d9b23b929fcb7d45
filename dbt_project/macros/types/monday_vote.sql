{#- The number of votes. Parts `voter ids`, as JSON, and `changed at`. -#}
{% macro monday_vote(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_vote', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_vote(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('vote', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'vote_count') ~ ', ' ~ monday.monday_filled('text') ~ ')', 'type': 'int'},
        'voter ids': {'source': 'coalesce(' ~ monday.monday_json_part('fields', 'voter_ids') ~ ', ' ~ monday.monday_json_part('value', 'voter_ids') ~ ')', 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}

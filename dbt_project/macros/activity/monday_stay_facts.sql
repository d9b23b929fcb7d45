{#-
    SQL that identifies and names the values of a type: `to_key`, `to_text`, `from_key`, `from_text` over the `data` of
    an event, `now_key`, `now_text` over a row of raw, `born` over the `data` of a creation (none if that does not hold
    the value), and `types`, the log's names for the type. Two values are equal if their keys are equal.
-#}
{% macro monday_stay_facts(type, column_id=none) %}
    {%- set plain_id = column_id is not none and modules.re.match('^[A-Za-z0-9_]+$', column_id) -%}
    {%- set values = monday.monday_json_text('data', 'column_values_json') -%}
    {%- if type == 'status' -%}
        {%- set facts = {'types': "'color', 'status'", 'born': none, 'now_text': monday.monday_filled('text')} -%}
        {%- for end, value in {'to': 'value', 'from': 'previous_value'}.items() -%}
            {%- set text = monday.monday_filled(monday.monday_json_text('data', value ~ '.label.text')) -%}
            {%- do facts.update({
                end ~ '_text': text,
                end ~ '_key': "case when " ~ text ~ " is not null then " ~ monday.monday_json_text('data', value ~ '.label.index') ~ " end",
            }) -%}
        {%- endfor -%}
        {%- do facts.update({'now_key': "case when " ~ facts.now_text ~ " is not null then " ~ monday.monday_json_text('value', 'index') ~ " end"}) -%}
        {#- 5 is the index of monday's empty label. -#}
        {%- if plain_id -%}{%- do facts.update({'born': "nullif(" ~ monday.monday_json_text(values, column_id ~ '.index') ~ ", '5')"}) -%}{%- endif -%}
    {%- elif type == 'people' -%}
        {%- set facts = {
            'types': "'multiple-person', 'people'", 'born': none,
            'to_key': monday.monday_json_part('data', 'value.personsAndTeams'), 'to_text': monday.monday_filled(monday.monday_json_text('data', 'textual_value')),
            'from_key': monday.monday_json_part('data', 'previous_value.personsAndTeams'), 'from_text': monday.monday_filled(monday.monday_json_text('data', 'previous_textual_value')),
            'now_key': monday.monday_json_part('value', 'personsAndTeams'), 'now_text': monday.monday_filled('text'),
        } -%}
        {%- if plain_id -%}{%- do facts.update({'born': monday.monday_json_part(values, column_id ~ '.personsAndTeams')}) -%}{%- endif -%}
        {%- for key in ['to_key', 'from_key', 'now_key', 'born'] if facts[key] is not none -%}
            {%- do facts.update({key: "replace(" ~ facts[key] ~ ", ' ', '')"}) -%}
        {%- endfor -%}
    {%- elif type == 'date' -%}
        {%- set facts = {'types': "'date'", 'born': none} -%}
        {%- for end, document, path in [('to', 'data', 'value.'), ('from', 'data', 'previous_value.'), ('now', 'value', '')] -%}
            {%- set day = monday.monday_filled(monday.monday_json_text(document, path ~ 'date')) -%}
            {%- set time = monday.monday_concat(["' '", monday.monday_filled(monday.monday_json_text(document, path ~ 'time'))]) -%}
            {%- set shown = monday.monday_concat([day, "coalesce(" ~ time ~ ", '')"]) -%}
            {%- do facts.update({end ~ '_key': shown, end ~ '_text': shown}) -%}
        {%- endfor -%}
        {%- if plain_id -%}{%- do facts.update({'born': monday.monday_filled(monday.monday_json_text(values, column_id ~ '.date'))}) -%}{%- do facts.update({'born_text': facts.born}) -%}{%- endif -%}
    {%- elif type == 'dropdown' -%}
        {%- set facts = {
            'types': "'dropdown'", 'born': none, 'now_key': monday.monday_filled('text'),
            'to_key': monday.monday_filled(monday.monday_json_text('data', 'textual_value')),
            'from_key': monday.monday_filled(monday.monday_json_text('data', 'previous_textual_value')),
        } -%}
        {%- do facts.update({'now_text': facts.now_key, 'to_text': facts.to_key, 'from_text': facts.from_key}) -%}
    {%- elif type == 'group' -%}
        {%- set facts = {
            'types': "''", 'born': monday.monday_json_text('data', 'group_id'), 'born_text': monday.monday_json_text('data', 'group_name'),
            'to_key': monday.monday_json_text('data', 'dest_group.id'), 'to_text': monday.monday_json_text('data', 'dest_group.title'),
            'from_key': monday.monday_json_text('data', 'source_group.id'), 'from_text': monday.monday_json_text('data', 'source_group.title'),
            'now_key': monday.monday_json_text('value', 'group_id'), 'now_text': monday.monday_filled('text'),
        } -%}
    {%- else -%}
        {%- do exceptions.raise_compiler_error("The stays of a column of type " ~ type ~ " cannot be followed; those of status, people, date, dropdown and group can.") -%}
    {%- endif -%}
    {{- return(facts) -}}
{% endmacro %}

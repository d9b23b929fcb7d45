select column_id, sum(cells) as cells, min(column_type) as first_type, max(column_type) as last_type, sum(lost_1) as lost_1
from (
    select column_id, column_type, count(*) as cells,
        sum(case
            when column_id in ('text_1', 'name', 'auto_number_4', 'board_relation_6',...

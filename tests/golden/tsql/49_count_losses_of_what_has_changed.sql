select column_id, sum(cells) as cells, min(column_type) as first_type, max(column_type) as last_type, sum(lost_1) as lost_1
from (
    select column_id, column_type, count(*) as cells,
        sum(case when charindex(nchar(65533), text collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0),...

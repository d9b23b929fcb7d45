select ...
from [raw_monday].[orders] as monday_rows
where item_id in (select changed_key from #staged_swap_changed)
group by item_id

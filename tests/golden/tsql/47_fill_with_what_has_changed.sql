select ...
from [raw_monday].[orders] as monday_rows
where item_id in (select changed_key from #staged_swap_changed_2898874c3f1cba364f149db299c64008)
group by item_id

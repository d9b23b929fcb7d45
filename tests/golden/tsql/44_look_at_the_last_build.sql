select [build_id], [state], [fingerprint], [losses], [rows]
from [Reporting].[raw_monday].[_builds]
where [model] = N'statements' and [table_name] = N'monday.orders2' and [status] = 'complete' and [started_at] <= <moment>
  and [started_at] = (select max([started_at]) from [Reporting].[raw_monday].[_builds] where [model] = N'statements' and [table_name] = N'monday.orders2' and [status] = 'complete' and [started_at] <= <moment>)

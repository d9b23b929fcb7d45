select [build_id], [state], [fingerprint], [losses], [rows]
from [Reporting].[raw_monday].[_builds]
where [model] = N'statements' and [status] = 'complete' and [started_at] <= <moment> and [table_name] = N'monday.orders2'
  and [started_at] = (select max([started_at]) from [Reporting].[raw_monday].[_builds] where [model] = N'statements' and [status] = 'complete' and [started_at] <= <moment>)

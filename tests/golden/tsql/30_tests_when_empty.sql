-- accepted_values
with all_values as (
    select [Name] as value_field, count(*) as n_records
    from (select * from "Reporting"."monday"."things" where 1=0) as tested
    group by [Name]
)

select *
from all_values
where value_field not in (N'ש', N'b');
-- accepted_values_where
with all_values as (
    select [Name] as value_field, count(*) as n_records
    from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as tested
    group by [Name]
)

select *
from all_values
where value_field not in (N'ש', N'b');
-- linked_items_exist
select links.[Linked ID] as missing_id, count(*) as links
from (select * from "Reporting"."monday"."things" where 1=0) as links
left join (select * from "Reporting"."monday"."orders" where 1=0) as targets
    on try_cast(targets.[Item ID] as bigint) = try_cast(links.[Linked ID] as bigint)
where links.[Linked ID] is not null
  and targets.[Item ID] is null
group by links.[Linked ID];
-- linked_items_exist_where
select links.[Linked ID] as missing_id, count(*) as links
from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as links
left join (select * from "Reporting"."monday"."orders" where 1=0) as targets
    on try_cast(targets.[Item ID] as bigint) = try_cast(links.[Linked ID] as bigint)
where links.[Linked ID] is not null
  and targets.[Item ID] is null
group by links.[Linked ID];
-- links_match_raw
select cells.item_id, cells.column_id
from (select * from "Reporting"."raw_monday"."orders" where 1=0) as cells
where cells.column_id = 'link_1'
  and case when datalength(cells.text) > 0 then cells.text end is not null
  and not exists (
      select 1
      from (select * from "Reporting"."monday"."things" where 1=0) as links
      where links.[Column] = 'link_1'
        and cast(links.[Item ID] as nvarchar(100)) = cast(cells.item_id as nvarchar(100))
  );
-- links_match_raw_where
select cells.item_id, cells.column_id
from (select * from "Reporting"."raw_monday"."orders" where 1=0) as cells
where cells.column_id = 'link_1'
  and case when datalength(cells.text) > 0 then cells.text end is not null
  and not exists (
      select 1
      from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as links
      where links.[Column] = 'link_1'
        and cast(links.[Item ID] as nvarchar(100)) = cast(cells.item_id as nvarchar(100))
  );
-- not_null
select [Name]
from (select * from "Reporting"."monday"."things" where 1=0) as tested
where [Name] is null;
-- not_null_where
select [Name]
from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as tested
where [Name] is null;
-- nothing_lost
select lost.[key] as column_name, cast(lost.[value] as bigint) as losses
from "Reporting"."raw_monday"."_builds" as builds
cross apply openjson(builds.losses) as lost
where model = N'things' and status = N'complete' and started_at = (
    select max(started_at) from "Reporting"."raw_monday"."_builds" where model = N'things' and status = N'complete'
);
-- nothing_lost_where
select lost.[key] as column_name, cast(lost.[value] as bigint) as losses
from "Reporting"."raw_monday"."_builds" as builds
cross apply openjson(builds.losses) as lost
where model = N'things' and status = N'complete' and started_at = (
    select max(started_at) from "Reporting"."raw_monday"."_builds" where model = N'things' and status = N'complete'
);
-- relationships
with child as (
    select [Name] as from_field
    from (select * from "Reporting"."monday"."things" where 1=0) as tested
    where [Name] is not null
),

parent as (
    select [Item ID] as to_field
    from (select * from "Reporting"."monday"."orders" where 1=0) as referred
)

select from_field
from child
left join parent on child.from_field = parent.to_field
where parent.to_field is null;
-- relationships_where
with child as (
    select [Name] as from_field
    from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as tested
    where [Name] is not null
),

parent as (
    select [Item ID] as to_field
    from (select * from "Reporting"."monday"."orders" where 1=0) as referred
)

select from_field
from child
left join parent on child.from_field = parent.to_field
where parent.to_field is null;
-- rows_match_raw
select *
from (
    select
        (select count(*) from (select * from "Reporting"."monday"."things" where 1=0) as board) as model_rows,
        (select count(*) from (select * from "Reporting"."raw_monday"."orders" where 1=0) as raw_rows where column_id = 'name') as raw_items
) as counted
where model_rows <> raw_items;
-- rows_match_raw_where
select *
from (
    select
        (select count(*) from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as board) as model_rows,
        (select count(*) from (select * from "Reporting"."raw_monday"."orders" where 1=0) as raw_rows where column_id = 'name') as raw_items
) as counted
where model_rows <> raw_items;
-- stays_are_seamless
select *
from (
    select
        [Item ID] as cell_1, [Name] as cell_2,
        [Item ID] as place,
        [Item ID] as began,
        [Item ID] as finished,
        [Name] as ended_by,
        lead([Item ID]) over (partition by [Item ID], [Name] order by [Item ID]) as next_began,
        lead([Item ID]) over (partition by [Item ID], [Name] order by [Item ID]) as next_place
    from (select * from "Reporting"."monday"."things" where 1=0) as stays
) as pairs
where finished < began
   or (next_place is not null and finished is null)
   or next_began < finished
   or (ended_by = 'change' and (next_began is null or next_began <> finished));
-- stays_are_seamless_where
select *
from (
    select
        [Item ID] as cell_1, [Name] as cell_2,
        [Item ID] as place,
        [Item ID] as began,
        [Item ID] as finished,
        [Name] as ended_by,
        lead([Item ID]) over (partition by [Item ID], [Name] order by [Item ID]) as next_began,
        lead([Item ID]) over (partition by [Item ID], [Name] order by [Item ID]) as next_place
    from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as stays
) as pairs
where finished < began
   or (next_place is not null and finished is null)
   or next_began < finished
   or (ended_by = 'change' and (next_began is null or next_began <> finished));
-- unique
select [Name] as unique_field, count(*) as n_records
from (select * from "Reporting"."monday"."things" where 1=0) as tested
where [Name] is not null
group by [Name]
having count(*) > 1;
-- unique_together
select [Name], [Item ID]
from (select * from "Reporting"."monday"."things" where 1=0) as tested
group by [Name], [Item ID]
having count(*) > 1;
-- unique_together_where
select [Name], [Item ID]
from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as tested
group by [Name], [Item ID]
having count(*) > 1;
-- unique_where
select [Name] as unique_field, count(*) as n_records
from (select * from (select * from (select * from "Reporting"."monday"."things" where 1=0) as no_rows where [Name] <> N'ש') dbt_subquery) as tested
where [Name] is not null
group by [Name]
having count(*) > 1;

USE [Reporting]; select 1 as found from sys.schemas where name = N'raw_monday'

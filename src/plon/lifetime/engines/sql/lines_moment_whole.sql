SELECT
  "t0"."customer",
  CAST(TIMEZONE(':zone', "t0"."date") AS DATE) AS "day",
  "t0"."amount" * 100 AS "minor"
FROM "plon_sales" AS "t0"

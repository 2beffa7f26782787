SELECT
  "t0"."customer",
  "t0"."date" AS "day",
  "t0"."amount" * 100 AS "minor"
FROM "plon_sales" AS "t0"

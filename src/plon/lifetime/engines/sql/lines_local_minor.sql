SELECT
  "t0"."customer",
  CAST("t0"."date" AS DATE) AS "day",
  "t0"."amount" AS "minor"
FROM "plon_sales" AS "t0"

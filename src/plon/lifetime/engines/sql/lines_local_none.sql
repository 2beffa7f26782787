SELECT
  "t0"."customer",
  CAST("t0"."date" AS DATE) AS "day",
  0 AS "minor"
FROM "plon_sales" AS "t0"

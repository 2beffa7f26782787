SELECT
  "t0"."customer",
  "t0"."date" AS "day",
  0 AS "minor"
FROM "plon_sales" AS "t0"

SELECT
  "t0"."customer",
  "t0"."date" AS "day",
  "t0"."amount" AS "minor"
FROM "plon_sales" AS "t0"

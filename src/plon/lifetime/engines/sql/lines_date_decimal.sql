SELECT
  "t0"."customer",
  "t0"."date" AS "day",
  CAST(ROUND("t0"."amount" * 100) AS BIGINT) AS "minor"
FROM "plon_sales" AS "t0"

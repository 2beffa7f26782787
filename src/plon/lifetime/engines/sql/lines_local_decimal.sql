SELECT
  "t0"."customer",
  CAST("t0"."date" AS DATE) AS "day",
  CAST(ROUND("t0"."amount" * 100) AS BIGINT) AS "minor"
FROM "plon_sales" AS "t0"

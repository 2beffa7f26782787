SELECT
  "t0"."customer",
  "t0"."day",
  CAST(SUM("t0"."minor") AS BIGINT) AS "minor"
FROM "lines" AS "t0"
GROUP BY
  1,
  2

SELECT
  COUNT(*) FILTER(WHERE
    "t0"."customer" IS NULL) AS "customer",
  COUNT(*) FILTER(WHERE
    "t0"."day" IS NULL) AS "date",
  COUNT(*) FILTER(WHERE
    "t0"."minor" IS NULL) AS "amount",
  COUNT(*) FILTER(WHERE
    "t0"."minor" < 0) AS "returns"
FROM "lines" AS "t0"

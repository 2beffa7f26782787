SELECT DISTINCT
  "t0"."customer"
FROM "lines" AS "t0"
WHERE
  "t0"."minor" < 0

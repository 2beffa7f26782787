SELECT
  "t3".*
  EXCLUDE ("zeros")
FROM (
  SELECT
    "t2"."customer",
    "t2"."purchase_days",
    "t2"."first_day",
    "t2"."last_day",
    "t2"."value_minor",
    "t2"."first_value_minor",
    "t2"."zeros",
    "t2"."zeros" - CAST("t2"."first_value_minor" = 0 AS BIGINT) AS "zero_days"
  FROM (
    SELECT
      "t1"."customer",
      COUNT(*) AS "purchase_days",
      MIN("t1"."day") AS "first_day",
      MAX("t1"."day") AS "last_day",
      CAST(SUM("t1"."minor") AS BIGINT) AS "value_minor",
      ARG_MIN("t1"."minor", "t1"."day") AS "first_value_minor",
      COUNT(*) FILTER(WHERE
        "t1"."minor" = 0) AS "zeros"
    FROM (
      SELECT
        "t0"."customer",
        "t0"."day",
        CAST(SUM("t0"."minor") AS BIGINT) AS "minor"
      FROM "lines" AS "t0"
      GROUP BY
        1,
        2
    ) AS "t1"
    GROUP BY
      1
  ) AS "t2"
) AS "t3"

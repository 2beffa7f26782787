SELECT
  "t0"."customer",
  "t0"."date" AS "day",
  CASE
    WHEN "t0"."amount" < 0
    THEN -(
      CAST(FLOOR((
        ABS("t0"."amount") * 100
      ) + 0.5001) AS BIGINT)
    )
    ELSE CAST(FLOOR((
      ABS("t0"."amount") * 100
    ) + 0.5001) AS BIGINT)
  END AS "minor"
FROM "plon_sales" AS "t0"

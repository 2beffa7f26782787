"""What each customer is worth: value, risk, groups, cohorts, forecasts, each with its "as of".

Its first form is the report of `plon value`; the tables move in with the application.
"""

"""What each customer is worth: value, risk, groups, cohorts, forecasts, each with its "as of".

The pages and tables of the application, and the report of `plon value`, are made of the same parts.
"""

"""Three firms with a year of life, made up: what `plon up --demo` shows before own data come."""

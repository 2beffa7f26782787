"""Customer lifetime value as a library: models, summaries, RFM, cohorts, LTV formulas.

Pure: no Django, nothing else of Plon. Usable alone, from a notebook; docs/library/tutorial.md
"""

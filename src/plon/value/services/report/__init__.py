"""The report: one file that opens anywhere. Each part is a question with its answer."""

from plon.value.services.report.page import render_report

__all__ = ["render_report"]

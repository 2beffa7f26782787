"""The report: one file that opens anywhere. Each part is a question with its answer."""

from plon.value.services.report.page import parse_ahead, render_report

__all__ = ["parse_ahead", "render_report"]

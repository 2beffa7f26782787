"""Words of this room in a template."""

from django import template

from plon.imports.services import told, words
from plon.value.services.words import evidence_label

register = template.Library()
register.filter("kind_word", words.kind_label)
register.filter("state_word", words.state_label)
register.filter("reason_word", words.rejection_label)
register.filter("evidence_word", evidence_label)
register.filter("about_word", words.option_label)
register.filter("counts_told", told.counts_told)
register.filter("results_told", told.results_told)

"""Forms of this room."""

from plon.customers.forms.noting import LifeForm, NoteForm

__all__ = ["LifeForm", "NoteForm"]

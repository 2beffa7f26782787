"""The word of a tag, the name of a view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.customers.services import TAG_MAX, VIEW_NAME_MAX


class TagForm(forms.Form):
    """What a tag is called."""

    name = forms.CharField(label=_("Tag"), max_length=TAG_MAX)


class ViewForm(forms.Form):
    """A list's filters and what they are called."""

    name = forms.CharField(label=_("Name of the view"), max_length=VIEW_NAME_MAX)
    query = forms.CharField(max_length=4_000)

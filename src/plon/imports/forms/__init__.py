"""What people say about a file."""

from plon.imports.forms.mapper import MapperForm, open_page
from plon.imports.forms.reading import ReadingForm
from plon.imports.forms.upload import UploadForm

__all__ = ["MapperForm", "ReadingForm", "UploadForm", "open_page"]

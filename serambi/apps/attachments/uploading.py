"""Files on their way in are counted, and no more is read as soon as they are too many or too large."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking.names import shown
from serambi.ui import formats

FILES_AT_ONCE: Final = 20
# Five files of the largest size, and what a form says besides.
_FILES_OF_LARGEST_SIZE: Final = 5


class CountedUpload(FileUploadHandler):
    """Stops reading a request whose files are too large or too many; `refused` says why, `name` of which file."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.refused: errors.FileRefused | None = None
        self.name = ""
        self.received = 0
        self._files = self._of_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.name = shown(str(self.file_name or ""))
        self._files += 1
        self._of_file = 0
        if self._files > FILES_AT_ONCE:
            self._stop(errors.TooManyAtOnce(limit=FILES_AT_ONCE))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        self._of_file += len(raw_data)
        if self._of_file > settings.FILE_BYTES:
            self._stop(errors.TooLarge(name=self.name, limit=formats.file_size(settings.FILE_BYTES)))
        most = settings.FILE_BYTES * _FILES_OF_LARGEST_SIZE
        if self.received > most:
            self._stop(errors.TooMuchAtOnce(limit=formats.file_size(most)))
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return None

    def _stop(self, refusal: errors.FileRefused) -> None:
        self.refused = refusal
        # Nothing more is read from the line: what follows could be any number of gigabytes.
        raise StopUpload(connection_reset=True)


def count_uploads(request: HttpRequest) -> CountedUpload:
    """Count what comes with this request; to be called before anything of it is read."""
    handler = CountedUpload(request)
    request.upload_handlers = [handler, TemporaryFileUploadHandler(request)]
    return handler

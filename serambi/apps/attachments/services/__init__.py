"""What people do with attachments."""

from serambi.apps.attachments.services.keeping import archive, restore
from serambi.apps.attachments.services.publishing import cover, publish, unpublish
from serambi.apps.attachments.services.taking import attach, note_refusal, replace
from serambi.apps.attachments.uploading import CountedUpload, count_uploads

__all__ = [
    "CountedUpload",
    "archive",
    "attach",
    "count_uploads",
    "cover",
    "note_refusal",
    "publish",
    "replace",
    "restore",
    "unpublish",
]

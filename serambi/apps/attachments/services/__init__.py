"""What people do with attachments."""

from serambi.apps.attachments.services.keeping import archive, restore
from serambi.apps.attachments.services.publishing import cover, publish, unpublish
from serambi.apps.attachments.services.taking import attach, note_refusal, replace

__all__ = ["archive", "attach", "cover", "note_refusal", "publish", "replace", "restore", "unpublish"]

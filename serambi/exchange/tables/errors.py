"""What a person can be told when a file cannot be read as tables."""

from __future__ import annotations


class UnreadableTable(Exception):
    """A file that cannot be read; `str()` is the sentence in the reader's language, `code` is the same in every one."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

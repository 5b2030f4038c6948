"""What this app does in the background; every process imports it when it starts."""

from serambi.exchange.workbook import work as workbook_work

__all__ = ["workbook_work"]

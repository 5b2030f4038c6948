"""What the addresses below `/workbook/` answer: the download for who signed in, the rest for the coordinator."""

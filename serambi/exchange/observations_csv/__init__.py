"""Observations as a plain table of text, of any length: loaded and exported row by row, in memory that does not grow.

`opening` makes one UTF-8 text of whatever the file is; `blocks` cuts it into whole records and parses them; `checking`
checks a block column by column and the rows that are not plain one by one; `staging` keeps what is good on disk, finds
cells that are given twice, and compares with what is recorded; `load` does it all in one transaction or not at all.
"""

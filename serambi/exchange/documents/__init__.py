"""Official documents of a meeting, from values to bytes: PDF, Word and iCalendar.

Nothing here reads or writes a table: whoever has a meeting fills in a document of `kinds` and asks `printing`, `word`
or `calendars` for its bytes. The text of a document is Indonesian whatever language its reader uses: it is the document
of an Indonesian office.
"""

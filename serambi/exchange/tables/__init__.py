"""Tables of others: read any file into sheets of plain values, and say what a table means.

1. `reading.read_book` turns a file (XLSX, XLS, ODS, CSV, TSV, a pasted block) into a `book.Book`.
   `remarks` says what in it was not read as it is shown; `errors` holds what cannot be read at all.
2. `layouts` finds the header and proposes what each column is; a person may correct the proposal.
3. `programs` understands the rows below the header: an `understanding.Understood`, with every doubt in its place.

Nothing here writes to a register, and nothing is dropped in silence: what is not understood is listed.
"""

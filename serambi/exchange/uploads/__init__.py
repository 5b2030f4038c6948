"""The pages on which the coordinator loads any table, and what is kept of it between two of them.

1. `services.take_file` and `take_text` keep a file, read it and propose what each column is.
2. `columns` changes that; `answers` keeps what else a person decides.
3. `prepared.prepare` understands and compares, and keeps the result beside the file until something is another.
4. `services.load_upload` loads what was seen, all or nothing, and lets the file go.
"""

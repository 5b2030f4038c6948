"""Our own workbook: the register as one XLSX file that people fill in, and that is read back without loss.

1. `sheets` says which sheets and columns there are; everything below follows it.
2. `register` reads what the register holds as plain values; `export` writes them into a file.
3. `read` turns a file into typed rows, `compare` says what is new and what is different, `load` writes it.

Reading depends on the hidden first row of each sheet alone, never on a language, on the order of the columns or on the
name of a sheet. A row that is missing in the file is left alone in the register.
"""

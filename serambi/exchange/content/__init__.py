"""A regency's first content as a folder of tables: areas, organizations, plan, series, figures, and an illustration.

`docs/reference/content-folder.md` describes every table and column.
"""

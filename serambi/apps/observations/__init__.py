"""Series and observed values with revisions, quality and source."""

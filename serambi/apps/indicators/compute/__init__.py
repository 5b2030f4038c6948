"""Computing the values of indicators: all of them at once, or only those that a changed figure moves."""

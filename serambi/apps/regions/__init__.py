"""Province, regency, districts and villages: codes, centroids, boundaries, changes over time."""

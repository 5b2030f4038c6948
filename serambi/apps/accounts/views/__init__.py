"""Pages about accounts: signing in, one's own page, and what the regency asks of everybody."""

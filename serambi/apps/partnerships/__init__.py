"""Partners: what organizations outside government promised to the plan, and what of it came."""

"""What people type about indicators, and what they look for."""

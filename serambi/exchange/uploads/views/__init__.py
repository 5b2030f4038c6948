"""What the addresses below `/plan/import/` answer; the coordinator's alone."""

"""The formula language: from what an officer writes to a value that can be asked why."""
